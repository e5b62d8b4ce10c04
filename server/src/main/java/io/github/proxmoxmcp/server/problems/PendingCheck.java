package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Running guests whose configuration has changes that wait for the next start. Those that were not read yet are asked
/// live where they are few; where they are many, asking some would take long and still not tell it all.
final class PendingCheck implements Check {

    private static final int MAX_GUESTS_ASKED = 60;

    @Override
    public Area area() {
        return Area.GUEST;
    }

    @Override
    public Findings look(Situation situation) {
        if (!situation.isNow()) {
            return Findings.unchecked("pending changes of guests: known for the present only");
        }
        Synchronizer sync = situation.reading().cluster().sync();
        Map<Integer, GuestGauges> gauges = situation.reading().store().guests().gauges(situation.cluster());
        List<GuestState> running = situation.guests().stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .filter(state -> state.guest().status().equals("running"))
                .map(state ->
                        state.with(Optional.ofNullable(gauges.get(state.guest().vmid()))))
                .toList();
        Map<Integer, List<PendingOption>> known = sync.pending(running);
        List<GuestState> unknown = running.stream()
                .filter(state -> !known.containsKey(state.guest().vmid()))
                .filter(_ -> situation.reading().asks())
                .toList();
        Parallel.map(
                        unknown.size() > MAX_GUESTS_ASKED ? List.<GuestState>of() : unknown,
                        state -> Map.entry(state.guest().vmid(), ask(sync, state)))
                .forEach(asked -> asked.getValue().ifPresent(options -> known.put(asked.getKey(), options)));
        List<Problem> problems = running.stream()
                .map(GuestState::guest)
                .filter(guest -> !known.getOrDefault(guest.vmid(), List.of()).isEmpty())
                .map(guest -> problem(guest, known.getOrDefault(guest.vmid(), List.of())))
                .toList();
        List<Integer> unread = running.stream()
                .map(state -> state.guest().vmid())
                .filter(vmid -> !known.containsKey(vmid))
                .toList();
        return new Findings(
                problems, unread.isEmpty() ? List.of() : List.of("pending changes of " + Vmids.some(unread)));
    }

    private static Problem problem(Guest guest, List<PendingOption> options) {
        return new Problem(
                        Severity.INFO,
                        Area.GUEST,
                        Labels.of(guest),
                        "changes wait for the next start: "
                                + options.stream().map(PendingOption::key).collect(Collectors.joining(", ")),
                        Optional.empty(),
                        "reboot it when convenient, or take the changes back")
                .named("pending")
                .ofGuest(guest);
    }

    private static Optional<List<PendingOption>> ask(Synchronizer sync, GuestState guest) {
        try {
            return Optional.of(sync.askPending(guest));
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }
}
