package io.github.llmgateway.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** All that was measured, each figure the median of its rounds. */
final class Results {

    private final Map<Row, Map<String, Sample>> samples = new LinkedHashMap<>();
    private final Map<String, Footprint> footprints = new LinkedHashMap<>();

    void put(Row row, String target, Sample sample) {
        samples.computeIfAbsent(row, r -> new LinkedHashMap<>()).put(target, sample);
    }

    void put(String target, Footprint footprint) {
        footprints.put(target, footprint);
    }

    Map<Row, Map<String, Sample>> samples() {
        return samples;
    }

    Map<String, Footprint> footprints() {
        return footprints;
    }

    /** Whether every row was measured at every target. */
    boolean complete() {
        return samples.size() == Row.all(1).size() && samples.entrySet().stream()
                .allMatch(each -> Targets.ALL.stream().filter(each.getKey()::concerns).allMatch(each.getValue()::containsKey));
    }

    /** A figure of the gateway's in the row of that id. */
    OptionalDouble gateway(String rowId, ToDoubleFunction<Sample> figure) {
        return beside(rowId, Targets.GATEWAY, (gateway, same) -> figure.applyAsDouble(gateway));
    }

    /** A figure of the gateway's and of the other target's in the row of that id, put together. */
    OptionalDouble beside(String rowId, String other, ToDoubleBiFunction<Sample, Sample> figure) {
        Optional<Map<String, Sample>> row = samples.entrySet().stream()
                .filter(entry -> entry.getKey().id().equals(rowId))
                .map(Map.Entry::getValue)
                .filter(targets -> targets.containsKey(Targets.GATEWAY) && targets.containsKey(other))
                .findFirst();
        return row.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of(figure.applyAsDouble(row.get().get(Targets.GATEWAY), row.get().get(other)));
    }

    OptionalDouble footprint(ToDoubleFunction<Footprint> figure) {
        Footprint gateway = footprints.get(Targets.GATEWAY);
        return gateway == null ? OptionalDouble.empty() : OptionalDouble.of(figure.applyAsDouble(gateway));
    }
}
