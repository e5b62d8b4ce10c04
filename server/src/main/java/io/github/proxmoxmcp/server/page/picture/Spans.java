package io.github.proxmoxmcp.server.page.picture;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// From when to when a guest's fact had which value: what lies between the events that changed it.
final class Spans {

    static final String UNKNOWN = "unknown";

    private final String field;
    private final List<Span> spans = new ArrayList<>();
    private Optional<Instant> since = Optional.empty();
    private Optional<String> value = Optional.empty();
    private String because = "";

    private Spans(String field) {
        this.field = field;
    }

    /// @param because how it came to it, for whoever looks closer
    record Span(Instant from, Instant to, String value, String because) {}

    /// @param field status or node
    /// @param of that fact of a state
    static List<Span> of(Life life, String field, Function<Life.State, String> of) {
        Spans spans = new Spans(field);
        life.start().ifPresent(start -> spans.begin(start.since(), Optional.of(of.apply(start)), "when first seen"));
        life.events().stream().filter(LifeEvent::isOfGuest).forEach(spans::add);
        spans.end(life, life.now().map(of));
        return spans.spans;
    }

    private void begin(Instant at, Optional<String> known, String how) {
        since = Optional.of(at);
        value = known;
        because = how;
    }

    private void add(LifeEvent event) {
        switch (event.event()) {
            // What a guest is like when it appears is told by what it becomes next.
            case "appeared" -> begin(event.at(), Optional.empty(), event.line("appeared"));
            case "vanished" -> {
                close(event.at(), Optional.empty());
                since = Optional.empty();
            }
            default -> {
                if (event.isOf(field)) {
                    close(event.at(), event.before());
                    begin(
                            event.at(),
                            event.after(),
                            event.line("became " + event.after().orElse(UNKNOWN)));
                }
            }
        }
    }

    private void close(Instant at, Optional<String> known) {
        since.filter(at::isAfter)
                .ifPresent(from ->
                        spans.add(new Span(from, at, value.or(() -> known).orElse(UNKNOWN), because)));
    }

    /// What nobody can see any more is unknown from then on.
    private void end(Life life, Optional<String> now) {
        Optional<Instant> lost = life.now().flatMap(Life.State::unknownSince);
        close(lost.orElse(life.until()), now);
        lost.filter(life.until()::isAfter)
                .ifPresent(from -> spans.add(new Span(from, life.until(), UNKNOWN, "nobody could see it since")));
    }
}
