package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.persistence.HistoryStore.Neighbours;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.picture.Activity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the room of time shows.
///
/// @param ago how long ago the moment is; absent: it is now
/// @param guests virtual machines, then containers
/// @param clusters to choose from, where there are several
/// @param query what every link of it keeps
public record TimeView(
        Instant moment,
        Optional<String> ago,
        TimeWindow window,
        Activity activity,
        Neighbours steps,
        AnswerFacts status,
        List<AnswerFacts> guests,
        AnswerFacts changes,
        List<AnswerFacts> snapshots,
        List<String> clusters,
        PageParameters query) {

    public String at(Instant other) {
        return "/time" + query.with("at", other.toString());
    }

    public String now() {
        return "/time" + query.with("at", "").with("until", "");
    }

    public String span(TimeWindow.Span span) {
        return "/time" + query.with("span", span.word()).with("until", "");
    }

    /// The same room, one window further.
    public String turned(int windows) {
        Instant to = window.to().plus(window.span().length().multipliedBy(windows));
        return "/time" + query.with("until", to.toString()).with("at", to.toString());
    }

    public String diff() {
        return "/diff"
                + PageParameters.NONE
                        .with("cluster", query.get("cluster").orElse(""))
                        .with("from", moment.toString());
    }

    public String guest(AnswerFacts row) {
        return "/guests/"
                + PageParameters.encoded(status.text("cluster").orElse("")).replace("+", "%20") + "/"
                + row.text("vmid").orElse("") + "/life";
    }

    /// How many guests are in which state.
    public static String counts(AnswerFacts states) {
        String counts = states.values().keySet().stream()
                .map(Object::toString)
                .map(state -> states.text(state).orElse("0") + " " + state)
                .collect(Collectors.joining(", "));
        return counts.isEmpty() ? "none" : counts;
    }

    /// The sign of a state.
    public static String mark(String state) {
        return switch (state) {
            case "running", "online" -> "good";
            case "stopped" -> "off";
            case "offline" -> "bad";
            case "unknown" -> "unknown";
            default -> "warn";
        };
    }
}
