package dev.usher.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.usher.Nginx;

/**
 * The real nginx in front of two pods, which get requests in turn. It hides nothing: what fails at one is not tried at
 * the other. A pod can be taken out and put in, as a cluster does with those that are not ready; the next request sees
 * that, and no connection is lost by it.
 */
public final class Balancer implements AutoCloseable {

    private final Path out;
    private final Nginx nginx;

    public Balancer(int one, int other) {
        try {
            out = Files.createTempDirectory(Path.of("target"), "pods").toAbsolutePath();
            nginx = new Nginx("""
                    upstream both {
                        server 127.0.0.1:%1$d max_fails=0;
                        server 127.0.0.1:%2$d max_fails=0;
                    }
                    server {
                        listen 80;
                        set $pods both;
                        if (-f %3$s/%1$d) { set $pods 127.0.0.1:%2$d; }
                        if (-f %3$s/%2$d) { set $pods 127.0.0.1:%1$d; }
                        location / {
                            proxy_pass http://$pods;
                            proxy_next_upstream off;
                            proxy_http_version 1.1;
                            proxy_request_buffering off;
                            proxy_set_header Host $http_host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        }
                    }
                    """.formatted(one, other, out));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return nginx.port();
    }

    /** Says whether the pod at that port gets requests; at first it does. */
    public void send(int pod, boolean requests) {
        try {
            if (requests) {
                Files.deleteIfExists(mark(pod));
            } else if (sendsTo(pod)) {
                Files.createFile(mark(pod));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the pod at that port gets requests. */
    public boolean sendsTo(int pod) {
        return !Files.exists(mark(pod));
    }

    private Path mark(int pod) {
        return out.resolve(String.valueOf(pod));
    }

    @Override
    public void close() {
        try {
            nginx.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
