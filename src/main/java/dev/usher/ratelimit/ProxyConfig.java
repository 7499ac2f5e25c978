package dev.usher.ratelimit;

import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;

/** What stands between clients and Usher. */
@ConfigMapping(prefix = "usher.http")
public interface ProxyConfig {

    /** Addresses or networks of the proxies whose X-Forwarded-For is believed. */
    Optional<List<String>> trustedProxies();
}
