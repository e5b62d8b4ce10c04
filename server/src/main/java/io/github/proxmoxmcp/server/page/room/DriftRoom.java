package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JtedriftGenerated;
import io.github.proxmoxmcp.server.mcp.DirectCalls;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.TableView;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.Visitor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is not as the manifests declare it; only where there are manifests.
public final class DriftRoom implements Room {

    private static final String TOOL = "check_drift";
    private static final int ROWS = 100;

    private final DirectCalls calls;

    /// What the template shows.
    ///
    /// @param clusters to choose from; empty where there is but one
    public record View(
            List<String> clusters, String cluster, TableView drift, Optional<String> note, Optional<String> next) {}

    DriftRoom(DirectCalls calls) {
        this.calls = calls;
    }

    @Override
    public String path() {
        return "/drift";
    }

    @Override
    public String title() {
        return "Drift";
    }

    @Override
    public boolean isListed(Visitor visitor) {
        return calls.find(visitor.principal(), TOOL).isPresent();
    }

    @Override
    public PageAnswer show(Visit visit) {
        List<String> clusters = visit.clusters();
        Optional<String> cluster =
                visit.query().get("cluster").or(() -> clusters.stream().findFirst());
        AnswerFacts found = visit.ask(
                TOOL,
                Map.of(
                        "cluster", cluster,
                        "set", visit.query().get("set"),
                        "cursor", visit.query().get("cursor"),
                        "limit", Optional.of(ROWS)));
        View view = new View(
                clusters.size() > 1 ? clusters : List.of(),
                cluster.orElse(""),
                TableView.of("Not as declared", found),
                found.text("note"),
                found.text("next_cursor")
                        .map(next -> visit.query().with("cursor", next).toString()));
        return new PageAnswer.Shown(title(), (out, frame) -> JtedriftGenerated.render(out, null, frame, view));
    }
}
