package dev.usher.bench;

import java.lang.ref.Reference;
import java.util.function.Supplier;

/** How many bytes of heap something takes. */
final class Footprint {

    /** Only every fourth collection of the serial collector moves everything together and leaves nothing dead. */
    private static final int COLLECTIONS = 4;

    private Footprint() {
    }

    static long bytes(Supplier<Object> filled) {
        long before = usedHeap();
        Object held = filled.get();
        long bytes = usedHeap() - before;
        Reference.reachabilityFence(held);
        return bytes;
    }

    private static long usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
