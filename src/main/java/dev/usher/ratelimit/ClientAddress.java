package dev.usher.ratelimit;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Tells where a request comes from. {@code X-Forwarded-For} counts only as far as trusted proxies have written it: it
 * is read from the right, and the first address that is not a trusted proxy's is the client's.
 */
@Startup
@Singleton
public class ClientAddress {

    private static final String KEY = "usher.http.trusted-proxies";
    /** Stands for clients that closed the connection before they were asked for. */
    private static final String GONE = "gone";
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<IpSubnetFilterRule> trustedProxies;

    @Inject
    ClientAddress(ProxyConfig config) {
        trustedProxies = config.trustedProxies().orElse(List.of()).stream().map(ClientAddress::subnet).toList();
    }

    /**
     * The client's address in its canonical text form; for IPv6 the /64 network that it is in, since that is what one
     * subscriber has.
     */
    public String of(HttpServerRequest request) {
        if (request.remoteAddress() == null) {
            return GONE;
        }
        InetSocketAddress peer = new InetSocketAddress(request.remoteAddress().hostAddress(), 0);
        InetSocketAddress client = peer;
        if (!trustedProxies.isEmpty() && isTrusted(peer)) {
            List<String> headers = request.headers().getAll(FORWARDED_FOR);
            String[] hops = String.join(",", headers).split(",");
            for (int i = hops.length - 1; i >= 0; i--) {
                Optional<InetSocketAddress> hop = parse(hops[i].strip());
                if (hop.isEmpty()) {
                    break;
                }
                client = hop.get();
                if (!isTrusted(client)) {
                    break;
                }
            }
        }
        return network(client.getAddress().getAddress());
    }

    private boolean isTrusted(InetSocketAddress address) {
        return trustedProxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    private static Optional<InetSocketAddress> parse(String text) {
        return NetUtil.createByteArrayFromIpAddressString(text) == null
                ? Optional.empty()
                : Optional.of(new InetSocketAddress(text, 0));
    }

    static String network(byte[] address) {
        if (address.length == 4) {
            return NetUtil.bytesToIpAddress(address);
        }
        byte[] network = new byte[16];
        System.arraycopy(address, 0, network, 0, 8);
        return NetUtil.bytesToIpAddress(network) + "/64";
    }

    private static IpSubnetFilterRule subnet(String text) {
        try {
            int slash = text.indexOf('/');
            String address = slash < 0 ? text : text.substring(0, slash);
            int length = slash < 0
                    ? NetUtil.isValidIpV4Address(address) ? 32 : 128
                    : Integer.parseInt(text.substring(slash + 1));
            if (NetUtil.createByteArrayFromIpAddressString(address) == null) {
                throw new IllegalArgumentException(text);
            }
            return new IpSubnetFilterRule(address, length, IpFilterRuleType.ACCEPT);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "%s: '%s' is neither an address nor a network such as 10.0.0.0/8".formatted(KEY, text),
                    Set.of(KEY));
        }
    }
}
