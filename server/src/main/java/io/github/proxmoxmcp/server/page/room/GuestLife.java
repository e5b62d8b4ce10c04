package io.github.proxmoxmcp.server.page.room;

import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.picture.Life;
import io.github.proxmoxmcp.server.page.picture.LifeEvent;
import io.github.proxmoxmcp.server.page.picture.LifePicture;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what the picture of a guest's life needs. Only statements give each change as values of its own; a list of
/// changes is written for readers.
public final class GuestLife {

    private static final int MAX_CHANGES = 500;

    private GuestLife() {}

    /// @param picture absent: this visitor may not ask in SQL
    /// @param truncated how many changes are drawn, when there are more
    /// @param now the moment that its end is
    public record View(Optional<LifePicture> picture, Optional<Integer> truncated, Instant now) {}

    static View of(Visit visit, String cluster, long vmid, String name) {
        if (!visit.has("query_state")) {
            return new View(Optional.empty(), Optional.empty(), Instant.EPOCH);
        }
        AnswerFacts answer = query(
                visit,
                cluster,
                "select at, seen, kind, id, event, field, before, after, user, task_type from changes where vmid = "
                        + vmid + " and kind in ('guest', 'backup') order by at desc, seen desc",
                Optional.empty());
        List<AnswerFacts> rows = answer.rows().reversed();
        Optional<AnswerFacts> first = rows.stream()
                .filter(row -> row.text("kind").equals(Optional.of("guest")))
                .findFirst();
        boolean appeared = first.flatMap(row -> row.text("event"))
                .filter("appeared"::equals)
                .isPresent();
        Optional<Life.State> start = appeared
                ? Optional.empty()
                : state(visit, cluster, vmid, first.map(row -> time(row, "seen").minusMillis(1)));
        Instant now = answer.asOf().map(Times::of).orElseThrow();
        Life life = new Life(
                name,
                rows.stream().map(GuestLife::event).toList(),
                start,
                state(visit, cluster, vmid, Optional.empty()),
                archives(visit, cluster, vmid),
                now);
        return new View(
                Optional.of(LifePicture.of(life, visit.query().get("from").map(text -> Times.ofAddress("from", text)))),
                rows.size() < MAX_CHANGES ? Optional.empty() : Optional.of(MAX_CHANGES),
                now);
    }

    private static AnswerFacts query(Visit visit, String cluster, String sql, Optional<Instant> asOf) {
        return visit.ask(
                "query_state",
                Map.of(
                        "cluster",
                        Optional.of(cluster),
                        "sql",
                        Optional.of(sql),
                        "as_of",
                        asOf.map(Instant::toString),
                        "limit",
                        Optional.of(MAX_CHANGES)));
    }

    private static Optional<Life.State> state(Visit visit, String cluster, long vmid, Optional<Instant> asOf) {
        return query(
                        visit,
                        cluster,
                        "select valid_from, status, node, unknown_since from guests where vmid = " + vmid,
                        asOf)
                .rows()
                .stream()
                .findFirst()
                .map(row -> new Life.State(
                        time(row, "valid_from"),
                        row.text("status").orElse("unknown"),
                        row.text("node").orElse("unknown"),
                        row.text("unknown_since").map(Times::of)));
    }

    private static List<Life.Archive> archives(Visit visit, String cluster, long vmid) {
        return query(visit, cluster, "select created_at, volume from backups where vmid = " + vmid, Optional.empty())
                .rows()
                .stream()
                .filter(row -> row.text("created_at").isPresent())
                .map(row -> new Life.Archive(
                        time(row, "created_at"), row.text("volume").orElse("")))
                .toList();
    }

    private static LifeEvent event(AnswerFacts row) {
        return new LifeEvent(
                time(row, "at"),
                row.text("kind").orElse(""),
                row.text("id").orElse(""),
                row.text("event").orElse(""),
                row.text("field"),
                row.text("before"),
                row.text("after"),
                row.text("user"),
                row.text("task_type"));
    }

    private static Instant time(AnswerFacts row, String column) {
        return row.text(column).map(Times::of).orElseThrow();
    }
}
