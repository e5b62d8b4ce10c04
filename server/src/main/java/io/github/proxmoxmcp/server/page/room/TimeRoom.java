package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtetimeGenerated;
import io.github.proxmoxmcp.persistence.HistoryStore;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.picture.Activity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// How a cluster was at any moment, and what changed around it.
final class TimeRoom implements Room {

    private static final int MAX_ROWS = 25;

    private final Supplier<HistoryStore> history;

    /// @param history what changed is counted where it is kept: no tool counts without reading
    TimeRoom(Supplier<HistoryStore> history) {
        this.history = history;
    }

    @Override
    public String path() {
        return "/time";
    }

    @Override
    public String title() {
        return "Time";
    }

    @Override
    public PageAnswer show(Visit visit) {
        PageParameters query = visit.query().with("cluster", visit.cluster().orElse(""));
        TimeWindow.Span span = query.get("span")
                .map(word -> TimeWindow.Span.of(word)
                        .orElseThrow(() -> new PageFailure(
                                400,
                                "'span' is '" + word + "', but must be hour, day, week, month or year; choose one"
                                        + " below the timeline.")))
                .orElse(TimeWindow.Span.DAY);
        Optional<Instant> until = query.get("until").map(text -> Times.ofAddress("until", text));
        Optional<String> position = query.get("position");
        if (position.isPresent() && until.isPresent()) {
            return new PageAnswer.Elsewhere(moved(query, TimeWindow.ending(span, until.get()), position.get()));
        }
        AnswerFacts snapshots = visit.ask("list_snapshots", Map.of("cluster", query.get("cluster")));
        AnswerFacts status = visit.ask("get_cluster_status", at(query));
        Instant now = snapshots.asOf().map(Times::of).orElseThrow();
        Instant moment = moment(query, status.asOf().map(Times::of).orElse(now));
        TimeWindow window = TimeWindow.of(span, moment, now, until);
        String cluster = visit.cluster().orElseGet(() -> visit.clusters().getFirst());
        TimeView view = new TimeView(
                moment,
                Times.ago(moment, now),
                window,
                activity(cluster, window),
                history.get().neighbours(cluster, moment, window.from(), window.to()),
                status,
                List.of(visit.ask("list_vms", guests(query)), visit.ask("list_containers", guests(query))),
                visit.ask(
                        "get_changes",
                        Map.of(
                                "cluster",
                                query.get("cluster"),
                                "from",
                                Optional.of(earlier(window.from(), moment).toString()),
                                "to",
                                query.get("at").map(_ -> moment.toString()),
                                "limit",
                                Optional.of(MAX_ROWS))),
                snapshots.rows(),
                visit.choice(),
                query.with("until", window.to().toString()).with("span", span.word()));
        return new PageAnswer.Shown(title(), (out, frame) -> JtetimeGenerated.render(out, null, frame, view));
    }

    /// Where the slider was left: an address that says which moment that is can be shared.
    private static String moved(PageParameters query, TimeWindow window, String position) {
        try {
            return "/time"
                    + query.with("position", "")
                            .with("at", window.at(Long.parseLong(position)).toString());
        } catch (NumberFormatException _) {
            throw new PageFailure(
                    400,
                    "'position' is '" + position + "', but must be a number from 0 to " + TimeWindow.POSITIONS
                            + "; move the slider again.");
        }
    }

    /// To the millisecond, where it was asked for so: answers tell seconds. The present has all of its second.
    private static Instant moment(PageParameters query, Instant told) {
        if (query.get("at").isEmpty()) {
            return told.plusMillis(999);
        }
        try {
            return Times.of(query.get("at").get());
        } catch (DateTimeException _) {
            return told;
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Map<String, Optional<?>> at(PageParameters query) {
        return Map.of("cluster", query.get("cluster"), "at", query.get("at"));
    }

    private static Map<String, Optional<?>> guests(PageParameters query) {
        Map<String, Optional<?>> arguments = new HashMap<>(at(query));
        arguments.put("name", query.get("name"));
        arguments.put("limit", Optional.of(MAX_ROWS));
        return arguments;
    }

    private Activity activity(String cluster, TimeWindow window) {
        Duration part = window.span().part();
        return Activity.of(window.scale(), history.get().activity(cluster, window.from(), window.to(), part), part);
    }
}
