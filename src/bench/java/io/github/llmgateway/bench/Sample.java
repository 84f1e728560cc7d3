package io.github.llmgateway.bench;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What one round of a row showed at one target. For closed loops a unit of work is a request, for paced streams an event.
 *
 * @param perSecond     units of work a second
 * @param perCpuSecond  units of work a second of CPU time, user and system, that the target's processes took, NaN if it was too little to tell
 * @param p50           median time of an answer from the request's first byte to the answer's last, ms
 * @param p99           99th percentile of the same, ms
 * @param firstByte     median time from the request's first byte to the first byte of the answer's body, ms
 * @param delayP50      median time of an event from upstream to client, ms
 * @param delayP99      99th percentile of the same, ms
 * @param delayMax      the longest of the same, ms
 * @param errors        answers that were not as they should be, or did not come
 * @param firstError    what was wrong with the first of them, null if there were none
 * @param generatorBusy share of one core that the load generator took
 */
record Sample(double perSecond, double perCpuSecond, double p50, double p99, double firstByte, double delayP50,
              double delayP99, double delayMax, int errors, String firstError, double generatorBusy) {

    /** The median of each figure over the rounds; of errors the sum. */
    static Sample median(List<Sample> rounds) {
        return new Sample(median(rounds, Sample::perSecond), median(rounds, Sample::perCpuSecond),
                median(rounds, Sample::p50), median(rounds, Sample::p99), median(rounds, Sample::firstByte),
                median(rounds, Sample::delayP50), median(rounds, Sample::delayP99), median(rounds, Sample::delayMax),
                rounds.stream().mapToInt(Sample::errors).sum(),
                rounds.stream().map(Sample::firstError).filter(Objects::nonNull).findFirst().orElse(null), median(rounds, Sample::generatorBusy));
    }

    private static double median(List<Sample> rounds, ToDoubleFunction<Sample> figure) {
        return median(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    /** The middle of sorted values, or the mean of the middle two. */
    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
