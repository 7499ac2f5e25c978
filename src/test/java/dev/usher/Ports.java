package dev.usher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of loopback for servers of tests. */
public final class Ports {

    /** Those that the system gives to outgoing connections begin above, at 32768. */
    private static final int FIRST = 10_000;
    private static final int BOUND = 20_000;

    private Ports() {
    }

    /**
     * A port where nothing listens, and which no outgoing connection is given, so that a server that was killed can
     * be started there again.
     */
    public static int free() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, BOUND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
