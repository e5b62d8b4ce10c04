package io.github.proxmoxmcp.server.tool;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer as plain maps, lists and values for JSON: some clients give the model only this.
public final class StructuredForm {

    private StructuredForm() {}

    /// The body's components by their names on the wire, then the age and what is missing. Absent values are left out.
    public static Map<String, Object> of(Answer<?> answer) {
        return of(answer, components(answer.body()));
    }

    /// @param body the components of the answer's body
    static Map<String, Object> of(Answer<?> answer, Map<String, Object> body) {
        Map<String, Object> form = new LinkedHashMap<>(body);
        answer.asOf().ifPresent(at -> form.put("as_of", seconds(at)));
        answer.age().ifPresent(age -> form.put("age_seconds", age));
        if (!answer.incomplete().isEmpty()) {
            form.put("incomplete", answer.incomplete());
        }
        return form;
    }

    /// The components of a record, in order, without the absent ones.
    static Map<String, Object> components(Record record) {
        Map<String, Object> form = new LinkedHashMap<>();
        for (Shape.Part part : Shape.of(record.getClass()).parts()) {
            Object value = plain(part.of(record));
            if (value != null) {
                form.put(part.name(), value);
            }
        }
        return form;
    }

    /// A value as JSON knows it; null where there is none.
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case Instant instant -> seconds(instant);
            case Enum<?> constant -> Names.snake(constant.name());
            case Foreign foreign -> Map.of("untrusted_text", foreign.text());
            case String text -> Foreign.clean(text);
            case Double number -> rounded(number);
            case Record record -> components(record);
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>(list.size());
                list.forEach(element -> plain.add(plain(element)));
                yield plain;
            }
            default -> value;
        };
    }

    /// Three digits after the point tell a model all it needs; a whole number needs none.
    static Number rounded(double number) {
        double rounded = Math.round(number * 1000) / 1000.0;
        if (rounded == Math.rint(rounded)) {
            return (long) rounded;
        }
        return rounded;
    }

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
