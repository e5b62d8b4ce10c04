package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The figures of one moment in a round-robin database: name to value; what was not measured is not there.
public record RrdPoint(Instant time, SortedMap<String, Double> values) {

    private static final String TIME = "time";

    public RrdPoint {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static RrdPoint of(JsonNode row) {
        JsonNode time = row.path(TIME);
        if (!time.isIntegralNumber()) {
            throw new IllegalArgumentException("a row without its time");
        }
        SortedMap<String, Double> values = new TreeMap<>();
        row.properties().forEach(figure -> {
            // Containers have the pressure figures as text.
            double number = figure.getValue().asDouble(Double.NaN);
            if (!figure.getKey().equals(TIME) && !figure.getValue().isNull() && Double.isFinite(number)) {
                values.put(figure.getKey(), number);
            }
        });
        return new RrdPoint(Instant.ofEpochSecond(time.longValue()), values);
    }

    /// A figure, if it was measured.
    public OptionalDouble get(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
