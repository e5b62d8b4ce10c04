package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.ReportStore.Due;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.Units;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The report of a guest on itself with its age, or why there is none.
public record GuestReportView(Optional<GuestReport> report, String remark) {

    private static final Duration YOUNG = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /// Asks the guest when it never was asked, or when a fresh answer is wanted. What is not young any more, or
    /// from before the guest changed, is told with its age, and asked anew beside: node and agent take longer than
    /// all the rest, and an agent that hangs takes seconds.
    static GuestReportView of(Reading reading, GuestState state, Map<String, String> config, boolean fresh) {
        Guest guest = state.guest();
        if (reading.moment() instanceof Moment.At) {
            return new GuestReportView(Optional.empty(), "not remembered of the past");
        }
        if (state.validity().unknownSince().isPresent()) {
            Optional<GuestReport> before = known(reading, guest);
            return new GuestReportView(
                    before,
                    told(before, guest, reading.now())
                            .map(text -> text + "; it cannot be asked now")
                            .orElse("unknown: it cannot be asked now"));
        }
        boolean running = guest.status().equals("running");
        boolean asks = guest.kind() == GuestKind.CONTAINER || hasAgent(config);
        Optional<GuestReport> known = known(reading, guest);
        if (running && asks && reading.sync().error().isEmpty()) {
            Due due = new Due(guest.vmid(), state.incarnation(), guest.kind(), guest.node());
            if (fresh || known.isEmpty()) {
                reading.cluster().sync().askGuest(due, PATIENCE);
                known = known(reading, guest);
            } else if (isOld(known.get(), state) || isOlderThan(YOUNG, known.get(), reading.now())) {
                reading.cluster().sync().askGuestBeside(due);
            }
        }
        return new GuestReportView(known, remark(known, state, reading.now(), asks));
    }

    private static Optional<GuestReport> known(Reading reading, Guest guest) {
        return reading.report(guest.vmid());
    }

    private static boolean isOlderThan(Duration age, GuestReport report, Instant now) {
        return report.triedAt().isBefore(now.minus(age));
    }

    /// From before the guest became as it is: it may have been started since.
    private static boolean isOld(GuestReport report, GuestState state) {
        return report.triedAt().isBefore(state.validity().from());
    }

    /// `1`, `1,fstrim_cloned_disks=1` or `enabled=1,…`
    private static boolean hasAgent(Map<String, String> config) {
        return Optional.ofNullable(config.get("agent"))
                .filter(agent -> agent.matches("1(,.*)?|(.*,)?enabled=1(,.*)?"))
                .isPresent();
    }

    private static String remark(Optional<GuestReport> report, GuestState state, Instant now, boolean asks) {
        Guest guest = state.guest();
        Optional<String> told = told(report, guest, now);
        if (!guest.status().equals("running")) {
            return told.map(text -> text + ", not running now").orElse("unknown: not running");
        }
        if (!asks) {
            return told.map(text -> text + "; now the agent is not enabled")
                    .orElse("unknown: the guest agent is not enabled (agent in the configuration)");
        }
        if (report.filter(known -> isOld(known, state)).isPresent()) {
            return told.orElse("unknown: asked in vain") + ", before the guest changed (fresh=true asks it now)";
        }
        Optional<String> problem = report.flatMap(GuestReport::problem);
        return problem.map(text -> told.map(before -> before + "; now: ").orElse("unknown: ") + text)
                .or(() -> told)
                .orElse("unknown: not asked yet");
    }

    private static Optional<String> told(Optional<GuestReport> report, Guest guest, Instant now) {
        String source = guest.kind() == GuestKind.VM ? "guest agent" : "container";
        return report.flatMap(GuestReport::readAt)
                .map(at -> source + ", "
                        + Units.duration(Math.max(0, Duration.between(at, now).toSeconds())) + " ago");
    }
}
