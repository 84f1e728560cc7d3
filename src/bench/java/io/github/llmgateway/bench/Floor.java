package io.github.llmgateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A value that the gateway must reach, and, where there is one, the value it aims at.
 *
 * @param what     what is measured
 * @param measured the value, absent if this run did not measure it
 * @param bound    the floor, or the ceiling
 * @param aim      the aim, NaN for none
 * @param upwards  true if more is better
 */
record Floor(String what, OptionalDouble measured, double bound, double aim, boolean upwards) {

    /** What issues 3 and 4 ask for. */
    static List<Floor> of(Results results) {
        List<Floor> floors = new ArrayList<>();
        floors.add(efficiency(results, "1 KB", "1k-32", 0.25, 0.5));
        floors.add(efficiency(results, "76 KB", "76k-32", 0.25, 0.5));
        floors.add(efficiency(results, "1 MB", "1m-32", 0.3, 0.6));
        floors.add(efficiency(results, "whole streams", "whole-32", 0.3, 0.5));
        floors.add(addedMedian(results, "1 KB", "1k-1"));
        floors.add(addedMedian(results, "76 KB", "76k-1"));
        floors.add(addedPerEvent(results, "8", "paced-8"));
        floors.add(below("delay per event, p50, 500 paced streams, of nginx's", 2,
                results.beside("paced-500", Targets.NGINX, (gateway, nginx) -> gateway.delayP50() / nginx.delayP50())));
        floors.add(below("delay per event, p99, 500 paced streams, of nginx's", 2,
                results.beside("paced-500", Targets.NGINX, (gateway, nginx) -> gateway.delayP99() / nginx.delayP99())));
        Targets.TRANSLATED.forEach((model, from) -> {
            floors.add(addedPerEvent(results, from + ", 8", "translated-" + model + "-8"));
            floors.add(addedPerEvent(results, from + ", 100", "translated-" + model + "-100"));
        });
        floors.add(below("errors, 2,000 paced streams", 0, results.gateway("paced-2000", Sample::errors)));
        floors.add(below("start to first answer, ms", 2_500, results.footprint(Footprint::startMillis)));
        floors.add(below("resident memory, idle, MB", 200, results.footprint(Footprint::idle)));
        floors.add(below("resident memory, after all runs, MB", 400, results.footprint(Footprint::after)));
        return floors;
    }

    private static Floor efficiency(Results results, String what, String rowId, double floor, double aim) {
        return new Floor("requests per CPU second, " + what + " × 32, of nginx's",
                results.beside(rowId, Targets.NGINX, (gateway, nginx) -> gateway.perCpuSecond() / nginx.perCpuSecond()), floor, aim, true);
    }

    private static Floor addedMedian(Results results, String what, String rowId) {
        return below("added p50, " + what + " × 1, ms", 0.4,
                results.beside(rowId, Targets.DIRECT, (gateway, direct) -> gateway.p50() - direct.p50()));
    }

    private static Floor addedPerEvent(Results results, String streams, String rowId) {
        return below("added time per event, p99, " + streams + " paced streams, ms", 1,
                results.beside(rowId, Targets.DIRECT, (gateway, direct) -> gateway.delayP99() - direct.delayP99()));
    }

    private static Floor below(String what, double bound, OptionalDouble measured) {
        return new Floor(what, measured, bound, Double.NaN, false);
    }

    String verdict() {
        if (measured.isEmpty()) {
            return "not measured";
        }
        if (!reaches(bound)) {
            return "**missed**";
        }
        return Double.isNaN(aim) ? "met" : reaches(aim) ? "aim met" : "met, aim not";
    }

    private boolean reaches(double value) {
        double is = measured.getAsDouble();
        return upwards ? is >= value : is <= value;
    }
}
