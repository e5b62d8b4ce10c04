package io.github.proxmoxmcp.server.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The structured form of a tool's answer, or a part of it, as a page shows it. What is absent there is absent here.
public record AnswerFacts(Map<?, ?> values) {

    /// A value as text; text of others as it is marked.
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(AnswerFacts::shown).filter(text -> !text.isEmpty());
    }

    public Optional<Long> number(String name) {
        return values.get(name) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    public boolean is(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /// A record inside; without values where there is none.
    public AnswerFacts part(String name) {
        return values.get(name) instanceof Map<?, ?> inner ? new AnswerFacts(inner) : new AnswerFacts(Map.of());
    }

    /// A list of records inside.
    public List<AnswerFacts> parts(String name) {
        return list(name).stream()
                .filter(Map.class::isInstance)
                .map(part -> new AnswerFacts((Map<?, ?>) part))
                .toList();
    }

    /// A list of plain values inside, as text.
    public List<String> texts(String name) {
        return list(name).stream().map(AnswerFacts::shown).toList();
    }

    /// The rows of a list, each by the names of its columns.
    public List<AnswerFacts> rows() {
        List<String> columns = texts("columns");
        List<AnswerFacts> rows = new ArrayList<>();
        for (Object row : list("rows")) {
            Map<String, Object> named = new LinkedHashMap<>();
            for (int at = 0; row instanceof List<?> cells && at < Math.min(cells.size(), columns.size()); at++) {
                Object cell = cells.get(at);
                if (cell != null) {
                    named.put(columns.get(at), cell);
                }
            }
            rows.add(new AnswerFacts(named));
        }
        return rows;
    }

    /// The moment that the answer is true of.
    public Optional<String> asOf() {
        return text("as_of");
    }

    /// In seconds; absent when the answer is not of now.
    public Optional<Long> age() {
        return number("age_seconds");
    }

    /// What is missing, in sentences.
    public List<String> incomplete() {
        return texts("incomplete");
    }

    private List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Map<?, ?> map when map.size() == 1 && map.get("untrusted_text") instanceof String text -> text;
            case Map<?, ?> map ->
                String.join(
                        ", ",
                        map.entrySet().stream()
                                .map(entry -> entry.getKey() + " " + shown(entry.getValue()))
                                .toList());
            case List<?> list ->
                String.join(", ", list.stream().map(AnswerFacts::shown).toList());
            case Boolean flag -> flag ? "yes" : "no";
            default -> value.toString();
        };
    }
}
