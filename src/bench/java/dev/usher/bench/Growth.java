package dev.usher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How the cost of a join and the memory grow with what registry and limiter hold, as Markdown tables and as a chart.
 * The sizes are measured in turn, and the plain maps in the same rounds, so that the machine's changes of speed meet
 * all of them. The young generation must hold several of the batches that are timed: then few of them are
 * interrupted by a collection, whose pause depends on all that is held and not on the size measured, and the median
 * leaves those out.
 */
final class Growth {

    private static final Path CHART = Path.of("target", "growth.svg");
    private static final int WARM_UP_ROUNDS = 5;
    private static final int ROUNDS = 21;
    private static final int OPERATIONS = 100_000;
    /** Prime, so that it spreads over all entries before it comes back to one. */
    private static final int STRIDE = 7919;
    /** Few entries are held many times over, since the heap's size is known to some kilobytes only. */
    private static final int LEAST_ENTRIES_HELD = 100_000;

    private Growth() {
    }

    static void print() throws IOException {
        List<GrowthChart.Curve> curves = new ArrayList<>();
        for (Growing growing : Growing.values()) {
            List<Point> points = measure(growing);
            print(growing, points);
            curves.add(new GrowthChart.Curve(growing, points));
        }
        Files.createDirectories(CHART.getParent());
        Files.writeString(CHART, GrowthChart.of(curves));
        System.out.println("Chart: " + CHART);
    }

    private static List<Point> measure(Growing growing) {
        List<Integer> sizes = new ArrayList<>();
        for (int size = 1; size <= growing.maximum; size *= 10) {
            sizes.add(size);
        }
        long[] bytes = sizes.stream().mapToLong(size -> bytes(growing, size)).toArray();
        List<Timed> filled = sizes.stream().map(size -> new Timed(size, growing.filled(size))).toList();
        List<Timed> plainMaps = sizes.stream().map(size -> new Timed(size, growing.plainMap(size))).toList();
        List<Timed> turns = new ArrayList<>(filled);
        turns.addAll(plainMaps);
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Timed timed : turns) {
                timed.measure(round);
            }
            Collections.rotate(turns, 1);
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            points.add(new Point(sizes.get(i), filled.get(i).median(), plainMaps.get(i).median(), bytes[i]));
        }
        return points;
    }

    private static long bytes(Growing growing, int size) {
        int copies = Math.max(1, LEAST_ENTRIES_HELD / size);
        return Footprint.bytes(() -> {
            Object[] held = new Object[copies];
            for (int i = 0; i < copies; i++) {
                held[i] = growing.filled(size).holder();
            }
            return held;
        }) / copies;
    }

    private static void print(Growing growing, List<Point> points) {
        Point first = points.get(0);
        System.out.printf("| %s | ns, %s | ratio to 1 | ns, plainMap | ratio to 1 | heap, bytes | each |%n",
                growing.things, growing.operation);
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Point point : points) {
            System.out.printf(Locale.ROOT, "| %,d | %.0f | %.2f | %.0f | %.2f | %,d | %,.0f |%n",
                    point.size, point.nanos, point.nanos / first.nanos,
                    point.plainMapNanos, point.plainMapNanos / first.plainMapNanos,
                    point.bytes, point.bytesEach());
        }
        System.out.println();
    }

    /** What was measured at one size. */
    record Point(int size, double nanos, double plainMapNanos, long bytes) {
        double bytesEach() {
            return (double) bytes / size;
        }
    }

    /** One content with the time that an operation took in each round. */
    private static final class Timed {
        private final int size;
        private final Growing.Operation operation;
        private final double[] nanosByRound = new double[ROUNDS];
        private int next;

        Timed(int size, Growing.Content content) {
            this.size = size;
            this.operation = content.operation();
        }

        /** Rounds below 0 warm up. */
        void measure(int round) {
            long begin = System.nanoTime();
            for (int i = 0; i < OPERATIONS; i++) {
                operation.on(next);
                next = (next + STRIDE) % size;
            }
            double nanos = (System.nanoTime() - begin) / (double) OPERATIONS;
            if (round >= 0) {
                nanosByRound[round] = nanos;
            }
        }

        double median() {
            double[] sorted = nanosByRound.clone();
            Arrays.sort(sorted);
            return sorted[ROUNDS / 2];
        }
    }
}
