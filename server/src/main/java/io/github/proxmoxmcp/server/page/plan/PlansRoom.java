package io.github.proxmoxmcp.server.page.plan;

import gg.jte.generated.precompiled.JteplansGenerated;
import io.github.proxmoxmcp.persistence.acting.Plan;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.guard.PlanText;
import io.github.proxmoxmcp.server.guard.Plans;
import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What waits for a human's yes, of whomever it is, as `proxmox-mcp plans` shows it.
public final class PlansRoom implements Room {

    private static final int MAX_SHOWN_PLANS = 50;

    private final Supplier<Backend> backend;
    private final InstantSource clock;

    public PlansRoom(Supplier<Backend> backend, InstantSource clock) {
        this.backend = backend;
        this.clock = clock;
    }

    @Override
    public String path() {
        return "/plans";
    }

    @Override
    public String title() {
        return "Plans";
    }

    @Override
    public PageAnswer show(Visit visit) {
        Instant now = clock.instant();
        Map<Boolean, List<PlansView.Row>> rows = backend.get().store().plans().latest(MAX_SHOWN_PLANS).stream()
                .collect(Collectors.partitioningBy(
                        plan -> isWaiting(plan, now), Collectors.mapping(plan -> row(plan, now), Collectors.toList())));
        PlansView view = new PlansView(rows.getOrDefault(true, List.of()), rows.getOrDefault(false, List.of()));
        return new PageAnswer.Shown(title(), (out, frame) -> JteplansGenerated.render(out, null, frame, view));
    }

    static boolean isWaiting(Plan plan, Instant now) {
        return (plan.status() == Plan.Status.OPEN || plan.status() == Plan.Status.APPROVED)
                && now.isBefore(plan.expiresAt());
    }

    static PlansView.Row row(Plan plan, Instant now) {
        boolean late =
                (plan.status() == Plan.Status.OPEN || plan.status() == Plan.Status.APPROVED) && !isWaiting(plan, now);
        String summary;
        String risk;
        try {
            summary = Plans.action(plan).summary();
            risk = PlanText.lines(Plans.action(plan)).getFirst();
        } catch (ToolException.Refused e) {
            summary = plan.action();
            risk = String.valueOf(e.getMessage());
        }
        return new PlansView.Row(
                plan.id(),
                Printable.spelled(plan.cluster()),
                Printable.spelled(plan.principal()),
                Printable.spelled(summary),
                risk,
                late ? "expired" : Names.snake(plan.status().name()),
                seconds(plan.createdAt()),
                seconds(plan.expiresAt()));
    }

    static String seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
