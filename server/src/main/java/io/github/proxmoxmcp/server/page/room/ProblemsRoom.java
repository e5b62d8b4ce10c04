package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JteproblemsGenerated;
import io.github.proxmoxmcp.server.page.AnswerFacts;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.TableView;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.tool.Access;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is wrong, worst first, and what somebody knows of already.
public final class ProblemsRoom implements Room {

    static final String PATH = "/problems";

    /// How bad the least may be.
    public static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    private static final int ROWS = 50;

    /// What the template shows.
    ///
    /// @param done what was done just now; empty: nothing
    public record View(
            String severity,
            String done,
            String counts,
            List<Line> problems,
            Optional<String> next,
            boolean mayAcknowledge) {}

    /// A problem.
    ///
    /// @param mark the class of the sign of how bad it is
    /// @param acknowledge where somebody can say that they know of it, or take that back
    public record Line(
            String severity,
            String mark,
            String area,
            Optional<String> cluster,
            String subject,
            String evidence,
            Optional<String> since,
            Optional<String> next,
            Optional<String> acknowledged,
            String acknowledge) {}

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Problems";
    }

    @Override
    public PageAnswer show(Visit visit) {
        PageParameters query = visit.query();
        AnswerFacts found = visit.ask(
                "find_problems",
                Map.of(
                        "severity", query.get("severity"),
                        "cursor", query.get("cursor"),
                        "limit", Optional.of(ROWS)));
        View view = new View(
                query.get("severity").orElse(""),
                switch (query.get("done").orElse("")) {
                    case "acknowledged" -> "It is told as known from now on.";
                    case "taken_back" -> "It is told as any other from now on.";
                    default -> "";
                },
                found.text("note").orElse(""),
                found.rows().stream().map(row -> line(visit, row)).toList(),
                found.text("next_cursor")
                        .map(next -> query.with("done", "").with("cursor", next).toString()),
                visit.visitor().principal().access().includes(Access.OPERATE));
        return new PageAnswer.Shown(title(), (out, frame) -> JteproblemsGenerated.render(out, null, frame, view));
    }

    private static Line line(Visit visit, AnswerFacts row) {
        String severity = row.text("severity").orElse("");
        String area = row.text("area").orElse("");
        String subject = row.text("subject").orElse("");
        PageParameters which = PageParameters.NONE
                .with("cluster", visit.cluster(row))
                .with("area", area)
                .with("subject", subject);
        return new Line(
                severity,
                TableView.mark(severity),
                area,
                row.text("cluster"),
                subject,
                row.text("evidence").orElse(""),
                row.text("since"),
                row.text("next"),
                row.text("acknowledged"),
                AcknowledgeRoom.PATH + which);
    }
}
