package io.github.proxmoxmcp.server.page.room;

import gg.jte.generated.precompiled.JteacknowledgeGenerated;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.PageFailure;
import io.github.proxmoxmcp.server.page.PageParameters;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.Visitor;
import io.github.proxmoxmcp.server.problems.Acknowledging;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Where somebody says that they know of a problem, why it may stay, and how long.
public final class AcknowledgeRoom implements Room {

    static final String PATH = "/problems/acknowledge";

    /// For how many days one can be silent.
    public static final List<Integer> DAYS = List.of(1, 7, 30, 90);

    private final Acknowledging acknowledging;
    private final InstantSource clock;

    /// The problem that it is about.
    public record View(String cluster, String area, String subject) {}

    AcknowledgeRoom(Acknowledging acknowledging, InstantSource clock) {
        this.acknowledging = acknowledging;
        this.clock = clock;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Acknowledge a problem";
    }

    @Override
    public boolean isListed(Visitor visitor) {
        return false;
    }

    @Override
    public PageAnswer show(Visit visit) {
        Acknowledging.Shown shown = shown(visit.query());
        View view = new View(shown.cluster(), shown.area(), shown.subject());
        return new PageAnswer.Shown(title(), (out, frame) -> JteacknowledgeGenerated.render(out, null, frame, view));
    }

    @Override
    public PageAnswer submit(Visit visit) {
        PageParameters form = visit.form();
        Acknowledging.Shown shown = shown(form);
        if (form.get("action").filter("take_back"::equals).isPresent()) {
            acknowledging.takeBack(shown, visit.visitor().principal());
            return new PageAnswer.Elsewhere(ProblemsRoom.PATH + "?done=taken_back");
        }
        Optional<Integer> days = form.get("days").map(AcknowledgeRoom::days);
        acknowledging.acknowledge(
                shown,
                form.get("reason").orElse(""),
                days.map(many -> clock.instant().plus(Duration.ofDays(many))),
                visit.visitor().principal());
        return new PageAnswer.Elsewhere(ProblemsRoom.PATH + "?done=acknowledged");
    }

    private static int days(String text) {
        return DAYS.stream()
                .filter(days -> String.valueOf(days).equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new PageFailure(400, "One can be silent for " + DAYS + " days. Go back and choose."));
    }

    private static Acknowledging.Shown shown(PageParameters fields) {
        return new Acknowledging.Shown(field(fields, "cluster"), field(fields, "area"), field(fields, "subject"));
    }

    private static String field(PageParameters fields, String name) {
        return fields.get(name)
                .orElseThrow(() -> new PageFailure(
                        400, "Which problem is meant is not said: '" + name + "' is missing. Begin at the problems."));
    }
}
