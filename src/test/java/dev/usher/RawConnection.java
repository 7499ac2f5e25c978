package dev.usher;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A connection on which a test says HTTP/1.1 byte by byte, also wrongly. */
public final class RawConnection implements AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** An answer; the header names are in lower case. That of a stream of events has no body. */
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public String contentType() {
            return headers.getOrDefault("content-type", "");
        }

        public boolean isStream() {
            return contentType().startsWith("text/event-stream");
        }

        /** Whether nothing else can be asked on the same connection. */
        public boolean closes() {
            return isStream() || "close".equalsIgnoreCase(headers.get("connection"));
        }
    }

    public RawConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawConnection send(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
        return this;
    }

    public RawConnection send(String latin1) throws IOException {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says that nothing more will be sent. */
    public RawConnection endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** The next answer but for provisional ones; null if the connection is closed instead. */
    public Answer answer(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        Answer answer;
        do {
            answer = next();
        } while (answer != null && answer.status == 100);
        return answer;
    }

    private Answer next() throws IOException {
        String statusLine = line();
        if (statusLine == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
        }
        Answer head = new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers, new byte[0]);
        return head.isStream() || head.status == 100 || head.status == 204 ? head
                : new Answer(head.status, headers, body(headers));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return exactly(Integer.parseInt(headers.get("content-length")));
        }
        if (!"chunked".equals(headers.get("transfer-encoding"))) {
            return in.readAllBytes();
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunk(); size > 0; size = chunk()) {
            body.write(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The answer ends after %d of %d bytes".formatted(bytes.length, length));
        }
        return bytes;
    }

    /** A line without its end; null at the end of the connection. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return line.isEmpty() ? null : line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
