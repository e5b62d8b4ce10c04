package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.sync.Synchronizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Running guests whose configuration has changes that wait for the next start. Those that were not read yet are asked
/// live, and not all where there are many.
final class PendingCheck implements Check {

    private static final int MAX_GUESTS_ASKED = 60;

    /// To know whether what was read still holds costs a look at each configuration.
    private static final int MAX_GUESTS_KNOWN = 1000;

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
        List<GuestState> running = situation.guests().stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .filter(state -> state.guest().status().equals("running"))
                .toList();
        Map<Integer, List<PendingOption>> known = new HashMap<>();
        running.stream()
                .limit(MAX_GUESTS_KNOWN)
                .forEach(state -> sync.pending(state)
                        .ifPresent(options -> known.put(state.guest().vmid(), options)));
        List<GuestState> unknown = running.stream()
                .filter(state -> !known.containsKey(state.guest().vmid()))
                .toList();
        known.putAll(ask(sync, unknown.subList(0, Math.min(MAX_GUESTS_ASKED, unknown.size()))));
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
                "reboot it when convenient, or take the changes back");
    }

    private static Map<Integer, List<PendingOption>> ask(Synchronizer sync, List<GuestState> guests) {
        Map<Integer, List<PendingOption>> answers = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<Integer, Future<Optional<List<PendingOption>>>> calls = new HashMap<>();
            guests.forEach(state -> calls.put(state.guest().vmid(), threads.submit(() -> pending(sync, state))));
            for (var call : calls.entrySet()) {
                call.getValue().get().ifPresent(options -> answers.put(call.getKey(), options));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while guests were asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("guests could not be asked", e.getCause());
        }
        return answers;
    }

    private static Optional<List<PendingOption>> pending(Synchronizer sync, GuestState guest) {
        try {
            return Optional.of(sync.askPending(guest));
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }
}
