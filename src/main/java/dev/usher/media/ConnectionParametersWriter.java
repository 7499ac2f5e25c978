package dev.usher.media;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.usher.media.ConnectionParameters.Candidate;
import dev.usher.media.ConnectionParameters.Feedback;
import dev.usher.media.ConnectionParameters.Formats;
import dev.usher.media.ConnectionParameters.HeaderExtension;
import dev.usher.media.ConnectionParameters.PayloadType;
import dev.usher.media.ConnectionParameters.Transport;

/**
 * Writes {@link ConnectionParameters} as JSON, in the types that clients insist on: everything of a candidate is a
 * string, payload types are numbers, and {@code video} is always there.
 */
public final class ConnectionParametersWriter {

    private ConnectionParametersWriter() {
    }

    /** The document; {@code endpoint} is how others name the connection. */
    public static String write(ConnectionParameters parameters, String endpoint) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        transport(document.putObject("transport"), parameters.transport());
        formats(document.putObject("audio"), parameters.audio());
        ObjectNode video = document.putObject("video").put("endpoint", endpoint);
        formats(video, parameters.video());
        video.putArray("server_sources");
        return document.toString();
    }

    private static void transport(ObjectNode json, Transport transport) {
        json.put("xmlns", "urn:xmpp:jingle:transports:ice-udp:1")
                .put("rtcp-mux", true)
                .put("ufrag", transport.ufrag())
                .put("pwd", transport.pwd());
        json.putArray("fingerprints").addObject()
                .put("hash", transport.fingerprint().hash())
                .put("setup", transport.fingerprint().setup().word())
                .put("fingerprint", transport.fingerprint().value());
        ArrayNode candidates = json.putArray("candidates");
        for (Candidate candidate : transport.candidates()) {
            ObjectNode item = candidates.addObject()
                    .put("id", String.valueOf(candidates.size() - 1))
                    .put("foundation", candidate.foundation())
                    .put("component", candidate.component())
                    .put("protocol", candidate.protocol())
                    .put("priority", candidate.priority())
                    .put("ip", candidate.ip())
                    .put("port", candidate.port())
                    .put("type", candidate.type())
                    .put("generation", "0")
                    .put("network", "0");
            candidate.more().forEach(item::put);
        }
    }

    private static void formats(ObjectNode json, Formats formats) {
        ArrayNode payloadTypes = json.putArray("payload-types");
        for (PayloadType type : formats.payloadTypes()) {
            ObjectNode item = payloadTypes.addObject()
                    .put("id", type.id()).put("name", type.name()).put("clockrate", type.clockRate());
            if (type.channels() > 0) {
                item.put("channels", type.channels());
            }
            if (!type.parameters().isEmpty()) {
                ObjectNode named = item.putObject("parameters");
                type.parameters().forEach(named::put);
            }
            ArrayNode feedback = item.putArray("rtcp-fbs");
            for (Feedback each : type.feedback()) {
                ObjectNode entry = feedback.addObject().put("type", each.type());
                if (each.subtype() != null) {
                    entry.put("subtype", each.subtype());
                }
            }
        }
        ArrayNode extensions = json.putArray("rtp-hdrexts");
        for (HeaderExtension extension : formats.headerExtensions()) {
            extensions.addObject().put("id", extension.id()).put("uri", extension.uri());
        }
    }
}
