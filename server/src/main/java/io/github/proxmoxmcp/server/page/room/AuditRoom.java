package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JteauditGenerated;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.acting.AuditLog;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.Visitor;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Printable;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What was done, tried and refused, by whom; for who has access admin, as the command line is for who owns the store.
public final class AuditRoom implements Room {

    private static final int ROWS = 50;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Supplier<AuditLog> audit;

    /// What the template shows.
    ///
    /// @param verdict what became of the chain's verification; absent: it was not asked for
    /// @param isWhole whether the chain is as it was written
    public record View(List<Line> entries, Optional<String> next, Optional<String> verdict, boolean isWhole) {}

    /// An entry.
    public record Line(
            long seq,
            String at,
            String cluster,
            String principal,
            String action,
            String outcome,
            Optional<String> plan,
            String summary,
            String hash) {}

    AuditRoom(Supplier<AuditLog> audit) {
        this.audit = audit;
    }

    @Override
    public String path() {
        return "/audit";
    }

    @Override
    public String title() {
        return "Audit";
    }

    @Override
    public boolean isListed(Visitor visitor) {
        return visitor.principal().access().includes(Access.ADMIN);
    }

    @Override
    public PageAnswer show(Visit visit) {
        if (!isListed(visit.visitor())) {
            throw new PageFailure(
                    403,
                    "The audit names what everybody did, so it is shown to who has access admin. You have less; on the"
                            + " server's machine 'proxmox-mcp audit list' shows it.");
        }
        List<AuditEntry> entries = audit.get().list(Optional.empty(), before(visit), ROWS + 1);
        Optional<AuditLog.Broken> broken =
                visit.query().get("verify").isPresent() ? audit.get().verify() : Optional.empty();
        View view = new View(
                entries.stream().limit(ROWS).map(AuditRoom::line).toList(),
                entries.size() > ROWS
                        ? Optional.of("/audit?before=" + entries.get(ROWS - 1).seq())
                        : Optional.empty(),
                visit.query()
                        .get("verify")
                        .map(_ -> broken.map(
                                        at -> "Entry " + at.seq() + " is not what was written: " + at.reason() + ".")
                                .orElse("The chain is whole: no entry was changed, taken out or put elsewhere."
                                        + " Whether it was made anew as a whole only signed checkpoints"
                                        + " tell: 'proxmox-mcp audit verify'.")),
                broken.isEmpty());
        return new PageAnswer.Shown(title(), (out, frame) -> JteauditGenerated.render(out, null, frame, view));
    }

    private static Optional<Long> before(Visit visit) {
        return visit.query().get("before").map(text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw new PageFailure(400, "'before' must be the number of an entry. Begin again at the audit.");
            }
            return Long.parseLong(text);
        });
    }

    private static Line line(AuditEntry entry) {
        return new Line(
                entry.seq(),
                entry.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                entry.cluster(),
                Printable.line(entry.principal()),
                entry.action(),
                entry.outcome(),
                entry.plan(),
                summary(entry.body()),
                entry.hash());
    }

    /// What it was about, and why it was not done or who approved it.
    private static String summary(String body) {
        try {
            Map<?, ?> told = JSON.readValue(body, Map.class);
            StringBuilder words = new StringBuilder();
            for (String name : List.of("summary", "reason", "approved_by")) {
                if (told.get(name) != null) {
                    words.append(words.isEmpty() ? "" : name.equals("reason") ? ": " : "; approved by ")
                            .append(told.get(name));
                }
            }
            return Printable.line(words.toString());
        } catch (JacksonException _) {
            return "unknown: the entry cannot be read";
        }
    }
}
