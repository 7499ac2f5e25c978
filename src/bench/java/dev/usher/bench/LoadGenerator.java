package dev.usher.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Scanner;

/**
 * Sends recorded HTTP/1.1 requests to a port of 127.0.0.1 over connections that stay open, one request at a time on
 * each, all from one thread. That never sleeps while it measures, so that no server has to wake it. Takes a command a
 * line from standard input and answers with a line of JSON:
 * <ul>
 * <li>{@code peak PORT CONNECTIONS MILLIS}: each connection sends its next request as soon as it has its answer;
 * <li>{@code rate PORT CONNECTIONS MILLIS REQUESTS_PER_SECOND}: requests are due at equal distances, whatever the
 * server does; one that finds no connection free waits for it, and that wait counts as latency.
 * </ul>
 * An answer has {@code requests} and {@code refused} (those that were not a 200), {@code seconds}, and the
 * {@code latencies} from when a request was due to its last byte in microseconds, at 50, 90, 99 and 99.9 percent and
 * the longest.
 */
public final class LoadGenerator {

    private static final int MAX_ANSWER = 64 * 1024;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final double[] SHARES = {0.5, 0.9, 0.99, 0.999};
    /** What is still unanswered this long after the last request was due counts as lost. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;

    private final byte[][] requests;
    private int nextRequest;

    private LoadGenerator(byte[][] requests) {
        this.requests = requests;
    }

    /** Takes the name of a file of requests, each preceded by a line with its length in bytes. */
    public static void main(String[] arguments) throws IOException {
        LoadGenerator generator = new LoadGenerator(read(Path.of(arguments[0])));
        Scanner commands = new Scanner(System.in, StandardCharsets.US_ASCII);
        while (commands.hasNext()) {
            boolean open = commands.next().equals("rate");
            InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), commands.nextInt());
            int connections = commands.nextInt();
            long nanos = commands.nextInt() * 1_000_000L;
            System.out.println(generator.new Run(server, connections, nanos, open ? commands.nextInt() : 0).run());
        }
    }

    private static byte[][] read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        List<byte[]> requests = new ArrayList<>();
        for (int at = 0; at < all.length;) {
            int length = 0;
            for (; all[at] != '\n'; at++) {
                length = length * 10 + all[at] - '0';
            }
            at++;
            requests.add(Arrays.copyOfRange(all, at, at + length));
            at += length;
        }
        return requests.toArray(byte[][]::new);
    }

    /** Requests to one server for some time. */
    private final class Run {
        private final long nanos;
        private final long interval;
        private final Selector selector = Selector.open();
        private final Deque<Connection> idle = new ArrayDeque<>();
        private final LongList due = new LongList();
        private final LongList latencies = new LongList();
        private int taken;
        private int inFlight;
        private int refused;
        private long begin;
        private boolean sending = true;

        Run(InetSocketAddress server, int connections, long nanos, int rate) throws IOException {
            this.nanos = nanos;
            this.interval = rate == 0 ? 0 : 1_000_000_000L / rate;
            for (int i = 0; i < connections; i++) {
                idle.add(new Connection(server));
            }
        }

        String run() throws IOException {
            begin = System.nanoTime();
            if (interval == 0) {
                closed();
            } else {
                open();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            int lost = inFlight + due.size - taken;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
            return json(seconds, lost);
        }

        private void closed() throws IOException {
            List<Connection> all = List.copyOf(idle);
            idle.clear();
            for (Connection connection : all) {
                connection.send(System.nanoTime());
            }
            while (sending) {
                selector.selectNow(this::answered);
                sending = System.nanoTime() - begin < nanos;
            }
            finish();
        }

        private void open() throws IOException {
            long next = begin;
            while (sending) {
                long now = System.nanoTime();
                for (; next <= now && next - begin < nanos; next += interval) {
                    due.add(next);
                }
                sendWhatIsDue();
                selector.selectNow(this::answered);
                sending = next - begin < nanos;
            }
            finish();
        }

        private void finish() throws IOException {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while ((inFlight > 0 || taken < due.size) && System.nanoTime() < end) {
                sendWhatIsDue();
                selector.select(this::answered, 100);
            }
        }

        private void sendWhatIsDue() throws IOException {
            while (taken < due.size && !idle.isEmpty()) {
                idle.pop().send(due.values[taken++]);
            }
        }

        private void answered(SelectionKey key) {
            try {
                Connection connection = (Connection) key.attachment();
                if (!connection.take()) {
                    return;
                }
                if (interval == 0 && sending) {
                    connection.send(System.nanoTime());
                } else {
                    idle.add(connection);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String json(double seconds, int lost) {
            long[] sorted = Arrays.copyOf(latencies.values, latencies.size);
            Arrays.sort(sorted);
            StringBuilder json = new StringBuilder("{\"requests\":").append(sorted.length)
                    .append(",\"refused\":").append(refused).append(",\"lost\":").append(lost)
                    .append(",\"seconds\":").append(seconds).append(",\"latencies\":[");
            for (double share : SHARES) {
                json.append(sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)] / 1000.0).append(',');
            }
            return json.append(sorted.length == 0 ? 0 : sorted[sorted.length - 1] / 1000.0).append("]}").toString();
        }

        /** One connection, with the request that is on its way. */
        private final class Connection {
            private final SocketChannel channel;
            private final ByteBuffer sent = ByteBuffer.allocateDirect(4096);
            private final ByteBuffer answer = ByteBuffer.allocateDirect(MAX_ANSWER);
            private long since;

            Connection(InetSocketAddress server) throws IOException {
                channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, this);
            }

            void send(long due) throws IOException {
                since = due;
                inFlight++;
                sent.clear().put(requests[nextRequest]).flip();
                nextRequest = (nextRequest + 1) % requests.length;
                while (sent.hasRemaining()) {
                    channel.write(sent);
                }
            }

            /** Takes what has come; whether the answer is complete. */
            boolean take() throws IOException {
                if (channel.read(answer) < 0) {
                    throw new IOException("the server closed a connection");
                }
                int bodyAt = bodyAt();
                if (bodyAt < 0 || answer.position() < bodyAt + contentLength(bodyAt)) {
                    return false;
                }
                latencies.add(System.nanoTime() - since);
                if (answer.get(9) != '2' || answer.get(10) != '0' || answer.get(11) != '0') {
                    refused++;
                }
                answer.clear();
                inFlight--;
                return true;
            }

            private int bodyAt() {
                for (int i = 3; i < answer.position(); i++) {
                    if (answer.get(i) == '\n' && answer.get(i - 2) == '\n') {
                        return i + 1;
                    }
                }
                return -1;
            }

            private int contentLength(int end) {
                for (int at = 0; at < end - LENGTH.length; at++) {
                    if (answer.get(at) == '\n' && isLength(at + 1)) {
                        int length = 0;
                        for (int i = at + 1 + LENGTH.length; answer.get(i) != '\r'; i++) {
                            length = answer.get(i) == ' ' ? length : length * 10 + answer.get(i) - '0';
                        }
                        return length;
                    }
                }
                throw new IllegalStateException("an answer without a length");
            }

            private boolean isLength(int at) {
                for (int i = 0; i < LENGTH.length; i++) {
                    if ((answer.get(at + i) | 0x20) != (LENGTH[i] | 0x20)) {
                        return false;
                    }
                }
                return true;
            }
        }
    }

    /** Numbers without a box each. */
    private static final class LongList {
        private long[] values = new long[1 << 16];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }
    }
}
