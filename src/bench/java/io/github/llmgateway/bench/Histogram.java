package io.github.llmgateway.bench;

/** Counts of times, in buckets that are never wider than 1 % of what they hold. Times are nanoseconds. */
final class Histogram {

    private static final int SUB_BITS = 7;
    private static final int SUB = 1 << SUB_BITS;

    private final long[] counts = new long[(64 - SUB_BITS) * SUB];
    private long total;

    void record(long nanos) {
        counts[bucket(Math.max(nanos, 0))]++;
        total++;
    }

    long count() {
        return total;
    }

    /** The time that a share of {@code quantile} (0 to 1) of all recorded times does not exceed, in milliseconds; NaN if there are none. */
    double millis(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(quantile * total));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return middle(i) / 1e6;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long nanos) {
        if (nanos < SUB) {
            return (int) nanos;
        }
        int shift = 63 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
        return (shift + 1) * SUB + (int) (nanos >>> shift) - SUB;
    }

    private static double middle(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        return ((long) (bucket % SUB + SUB) << shift) + ((1L << shift) - 1) / 2.0;
    }
}
