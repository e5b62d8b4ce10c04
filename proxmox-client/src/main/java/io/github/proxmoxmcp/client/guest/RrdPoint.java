package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
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

    @JsonCreator
    static RrdPoint of(Map<String, JsonNode> row) {
        JsonNode time = row.get(TIME);
        if (time == null || !time.isIntegralNumber()) {
            throw new IllegalArgumentException("a row without its time");
        }
        SortedMap<String, Double> values = new TreeMap<>();
        row.forEach((name, value) -> {
            // Containers have the pressure figures as text.
            double number = value.asDouble(Double.NaN);
            if (!name.equals(TIME) && Double.isFinite(number)) {
                values.put(name, number);
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
