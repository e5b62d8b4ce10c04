package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtediffGenerated;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is different between two moments.
public final class DiffRoom implements Room {

    /// Moments that are asked for most.
    public static final List<String> PRESETS = List.of("1h ago", "24h ago", "7d ago", "yesterday");

    private static final String DEFAULT_FROM = "24h ago";

    @Override
    public String path() {
        return "/diff";
    }

    @Override
    public String title() {
        return "Diff";
    }

    /// @param from as it was asked for
    /// @param things what changed, each with its changes
    public record View(
            String from,
            Optional<String> to,
            AnswerFacts answer,
            List<Thing> things,
            List<AnswerFacts> snapshots,
            List<String> clusters,
            PageParameters query) {

        public String since(String moment) {
            return "/diff" + query.with("from", moment).with("to", "");
        }
    }

    /// A guest, node, storage or other thing, with what changed of it.
    public record Thing(
            String kind, String id, Optional<String> name, Optional<String> link, List<AnswerFacts> changes) {}

    @Override
    public PageAnswer show(Visit visit) {
        Optional<String> cluster = visit.cluster();
        PageParameters query = visit.query().with("cluster", cluster.orElse(""));
        String from = query.get("from").orElse(DEFAULT_FROM);
        AnswerFacts answer = visit.ask(
                "diff_snapshots", Map.of("cluster", cluster, "from", Optional.of(from), "to", query.get("to")));
        AnswerFacts snapshots = visit.ask("list_snapshots", Map.of("cluster", cluster));
        View view =
                new View(from, query.get("to"), answer, things(visit, answer), snapshots.rows(), visit.choice(), query);
        return new PageAnswer.Shown(title(), (out, frame) -> JtediffGenerated.render(out, null, frame, view));
    }

    /// What a line is about: a field, or that the whole thing came, went or moved.
    public static String field(AnswerFacts row) {
        String change = row.text("change").orElse("");
        return change.equals("changed") ? row.text("field").orElse("") : change;
    }

    private static List<Thing> things(Visit visit, AnswerFacts answer) {
        Map<List<String>, Thing> things = new LinkedHashMap<>();
        for (AnswerFacts row : answer.rows()) {
            String kind = row.text("kind").orElse("");
            String id = row.text("id").orElse("");
            things.computeIfAbsent(
                            List.of(kind, id),
                            _ -> new Thing(
                                    kind,
                                    id,
                                    row.text("name"),
                                    Optional.of(GuestRoom.address(
                                                    visit.cluster().orElseGet(() -> visit.cluster(row)), id))
                                            .filter(_ -> kind.equals("guest")),
                                    new ArrayList<>()))
                    .changes()
                    .add(row);
        }
        return List.copyOf(things.values());
    }
}
