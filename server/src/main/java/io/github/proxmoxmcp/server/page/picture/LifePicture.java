package io.github.proxmoxmcp.server.page.picture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One guest's life as a picture: its states, the nodes that it was on, and what was done to it, along one axis of
/// time.
///
/// @param description the same in words, for whoever sees no picture
public record LifePicture(
        String description,
        Scale scale,
        List<Bar> states,
        List<Bar> nodes,
        List<Mark> configuration,
        List<Mark> snapshots,
        List<Mark> backups) {

    private static final Set<String> STATES = Set.of("running", "stopped", "paused", Spans.UNKNOWN);
    private static final int SHADES = 4;
    private static final int THOUSANDTHS = 1000;
    private static final int MAX_VALUE_CHARACTERS = 60;

    /// Facts that follow from others, which are told.
    private static final Set<String> DERIVED =
            Set.of("status", "node", "memory_bytes", "cpus", "config.parent", "disk_bytes");

    /// @param from the first moment to be drawn; absent: the first that anything is known of
    public static LifePicture of(Life life, Optional<Instant> from) {
        Scale scale = new Scale(from.orElseGet(() -> beginning(life)), life.until());
        List<Spans.Span> states = spans(life, scale, "status", Life.State::status);
        List<Spans.Span> nodes = spans(life, scale, "node", Life.State::node);
        List<String> names =
                nodes.stream().map(Spans.Span::value).distinct().sorted().toList();
        List<Mark> configuration = configuration(life, scale);
        List<Mark> snapshots = snapshots(life, scale);
        List<Mark> backups = backups(life, scale);
        return new LifePicture(
                description(life, scale, states, nodes, List.of(configuration, snapshots, backups)),
                scale,
                bars(states, scale, span -> STATES.contains(span.value()) ? span.value() : "other"),
                bars(
                        nodes,
                        scale,
                        span -> span.value().equals(Spans.UNKNOWN)
                                ? Spans.UNKNOWN
                                : "node-" + names.indexOf(span.value()) % SHADES),
                Mark.merged(configuration),
                Mark.merged(snapshots),
                Mark.merged(backups));
    }

    private static Instant beginning(Life life) {
        return Stream.of(
                        life.start().map(Life.State::since).stream(),
                        life.events().stream().map(LifeEvent::at),
                        life.archives().stream().map(Life.Archive::made))
                .flatMap(moments -> moments)
                .min(Comparator.naturalOrder())
                .orElse(life.until());
    }

    /// Before a guest that was there already was first seen, nothing is known of it.
    private static List<Spans.Span> spans(Life life, Scale scale, String field, Function<Life.State, String> of) {
        List<Spans.Span> spans = new ArrayList<>(Spans.of(life, field, of));
        life.start()
                .map(Life.State::since)
                .filter(scale.from()::isBefore)
                .ifPresent(seen -> spans.addFirst(
                        new Spans.Span(scale.from(), seen, Spans.UNKNOWN, "it was not yet followed here")));
        return spans;
    }

    private interface Kind {
        String of(Spans.Span span);
    }

    private static List<Bar> bars(List<Spans.Span> spans, Scale scale, Kind kind) {
        return spans.stream()
                .filter(span -> span.to().isAfter(scale.from()) && span.from().isBefore(scale.to()))
                .map(span -> {
                    double left = scale.at(span.from());
                    return new Bar(
                            span.value(),
                            kind.of(span),
                            left,
                            (double) Math.round((scale.at(span.to()) - left) * THOUSANDTHS) / THOUSANDTHS,
                            span.value() + " from " + LifeEvent.when(span.from()) + " to " + LifeEvent.when(span.to())
                                    + "\n" + span.because());
                })
                .toList();
    }

    private static List<Mark> configuration(Life life, Scale scale) {
        return marks(
                life.events().stream()
                        .filter(event -> event.isOfGuest()
                                && event.field().isPresent()
                                && !event.isUnder("snapshot.")
                                && !DERIVED.contains(event.field().get())),
                scale,
                event -> event.field().orElseThrow() + ": " + value(event.before()) + " → " + value(event.after()));
    }

    private static List<Mark> snapshots(Life life, Scale scale) {
        return marks(
                life.events().stream().filter(event -> event.isUnder("snapshot.")),
                scale,
                event -> "snapshot " + event.field().orElseThrow().substring("snapshot.".length())
                        + (event.after().isPresent() ? " made" : " deleted"));
    }

    private interface Words {
        String of(LifeEvent event);
    }

    private static List<Mark> marks(Stream<LifeEvent> events, Scale scale, Words words) {
        return events.filter(event -> scale.has(event.at()))
                .map(event -> new Mark(scale.at(event.at()), List.of(event.line(words.of(event)))))
                .toList();
    }

    /// Archives are known by when they were made, where they are still there; of those that are gone, by when they were
    /// seen to come and go.
    private static List<Mark> backups(Life life, Scale scale) {
        Map<Instant, List<String>> lines = new TreeMap<>();
        Set<String> kept = life.archives().stream().map(Life.Archive::volume).collect(Collectors.toSet());
        life.archives()
                .forEach(archive -> lines.computeIfAbsent(archive.made(), _ -> new ArrayList<>())
                        .add("backup made, " + LifeEvent.when(archive.made())));
        life.events().stream()
                .filter(event -> !event.isOfGuest() && !event.event().equals("altered"))
                .filter(event -> event.event().equals("vanished") || !kept.contains(event.id()))
                .forEach(event -> lines.computeIfAbsent(event.at(), _ -> new ArrayList<>())
                        .add(event.line(event.event().equals("vanished") ? "backup deleted" : "backup made")));
        return lines.entrySet().stream()
                .filter(entry -> scale.has(entry.getKey()))
                .map(entry -> new Mark(scale.at(entry.getKey()), entry.getValue()))
                .toList();
    }

    private static String value(Optional<String> value) {
        return value.map(text ->
                        text.length() > MAX_VALUE_CHARACTERS ? text.substring(0, MAX_VALUE_CHARACTERS) + "…" : text)
                .orElse("(not set)");
    }

    private static String description(
            Life life, Scale scale, List<Spans.Span> states, List<Spans.Span> nodes, List<List<Mark>> marks) {
        return life.name() + " from " + LifeEvent.when(scale.from()) + " to " + LifeEvent.when(scale.to())
                + ". States: "
                + words(states, scale) + ". Nodes: " + words(nodes, scale) + ". "
                + counted(marks.get(0), "change") + " of its configuration, " + counted(marks.get(1), "event")
                + " of snapshots, " + counted(marks.get(2), "event") + " of backups.";
    }

    private static String words(List<Spans.Span> spans, Scale scale) {
        String words = spans.stream()
                .filter(span -> span.to().isAfter(scale.from()) && span.from().isBefore(scale.to()))
                .map(span -> span.value() + " from " + LifeEvent.when(span.from()))
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "none known" : words;
    }

    private static String counted(List<Mark> marks, String noun) {
        int count = marks.stream().mapToInt(Mark::count).sum();
        return String.format(Locale.ROOT, "%d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
