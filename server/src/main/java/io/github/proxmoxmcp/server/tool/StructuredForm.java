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

    private static final double MAX_WITH_FRACTION = 1e12;
    private static final double MAX_WHOLE = 0x1p63;

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
            form.put("incomplete", incomplete(answer));
        }
        answer.zone().ifPresent(zone -> {
            ZonedTimes times = new ZonedTimes(zone);
            form.replaceAll((_, value) -> times.in(value));
            form.put("time_zone", zone.getId());
        });
        return form;
    }

    static List<String> incomplete(Answer<?> answer) {
        return answer.incomplete().stream().map(Printable::line).toList();
    }

    /// The components of a record, in order, without the absent ones.
    static Map<String, Object> components(Record record) {
        Map<String, Object> form = new LinkedHashMap<>();
        for (Shape.Part part : Shape.of(record.getClass()).parts()) {
            Object value = part.untrusted() ? marked(part.of(record)) : plain(part.of(record));
            if (value != null) {
                form.put(part.name(), value);
            }
        }
        return form;
    }

    private static @Nullable Object marked(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> marked(optional.orElse(null));
            case List<?> list -> list.stream().map(StructuredForm::marked).toList();
            case String text -> UntrustedText.marked(text);
            case null, default -> plain(value);
        };
    }

    /// A value as JSON knows it; null where there is none.
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Optional<?> optional -> plain(optional.orElse(null));
            case Instant instant -> seconds(instant);
            case Enum<?> constant -> Names.snake(constant.name());
            case UntrustedText foreign -> Map.of("untrusted_text", foreign.text());
            case String text -> Printable.line(text);
            case Double number -> rounded(number);
            case Record record -> components(record);
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>(list.size());
                list.forEach(element -> plain.add(element instanceof List<?> row ? row(row) : cell(element)));
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, inner) -> plain.put(UntrustedText.line(key.toString()), cell(inner)));
                yield plain;
            }
            default -> value;
        };
    }

    /// What a line of a table begins with must not look like a line of ours.
    private static List<@Nullable Object> row(List<?> values) {
        List<@Nullable Object> cells = new ArrayList<>(values.size());
        values.forEach(value ->
                cells.add(cells.isEmpty() && value instanceof String text ? UntrustedText.marked(text) : cell(value)));
        return cells;
    }

    /// A value of a list, a table or a map. Text of others is marked in it by `«»`, where it is more than a word: a
    /// record of its own would be longer than most of them.
    private static @Nullable Object cell(@Nullable Object value) {
        return switch (value) {
            case UntrustedText text -> text.toString();
            // What had to be cleaned was written by somebody else, and not in good faith.
            case String text when !text.strip().equals(Printable.line(text)) -> UntrustedText.marked(text);
            case null, default -> plain(value);
        };
    }

    /// Three digits after the point tell a model all it needs; a whole number needs none. Null for what is no number.
    static @Nullable Number rounded(double number) {
        if (!Double.isFinite(number)) {
            return null;
        }
        // Beyond this there are no digits after the point that could be cut off.
        double rounded = Math.abs(number) > MAX_WITH_FRACTION ? number : Math.round(number * 1000) / 1000.0;
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < MAX_WHOLE) {
            return (long) rounded;
        }
        return rounded;
    }

    static String seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
