package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestKind;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Running guests whose configuration has changes that wait for the next start. Only the guest's node knows, so
/// they are asked live, and not all where there are many.
final class PendingCheck implements Check {

    private static final int MOST = 60;

    @Override
    public Area area() {
        return Area.GUEST;
    }

    @Override
    public Findings look(Situation situation) {
        if (!situation.isNow()) {
            return Findings.unchecked("pending changes of guests: known of now only");
        }
        List<Guest> running = situation.guests().stream()
                .filter(state -> state.validity().unknownSince().isEmpty())
                .map(GuestState::guest)
                .filter(guest -> guest.status().equals("running"))
                .toList();
        List<Guest> asked = running.subList(0, Math.min(MOST, running.size()));
        List<Problem> problems = new ArrayList<>();
        int failed = running.size() - asked.size();
        List<Optional<List<String>>> answers = ask(situation.reading().cluster().api(), asked);
        for (int i = 0; i < asked.size(); i++) {
            Guest guest = asked.get(i);
            failed += answers.get(i).isEmpty() ? 1 : 0;
            answers.get(i).filter(keys -> !keys.isEmpty()).ifPresent(keys -> problems.add(problem(guest, keys)));
        }
        return new Findings(
                problems, failed == 0 ? List.of() : List.of("pending changes of " + failed + " running guests"));
    }

    private static Problem problem(Guest guest, List<String> keys) {
        return new Problem(
                Severity.INFO,
                Area.GUEST,
                Labels.of(guest),
                "changes wait for the next start: " + String.join(", ", keys),
                Optional.empty(),
                "reboot it when convenient, or take the changes back");
    }

    private static List<Optional<List<String>>> ask(Proxmox api, List<Guest> guests) {
        List<Optional<List<String>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<List<String>>>> calls = guests.stream()
                    .map(guest -> threads.submit(() -> pending(api, guest)))
                    .toList();
            for (Future<Optional<List<String>>> call : calls) {
                answers.add(call.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while guests were asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("guests could not be asked", e.getCause());
        }
        return answers;
    }

    private static Optional<List<String>> pending(Proxmox api, Guest guest) {
        try {
            List<PendingOption> options = guest.kind() == GuestKind.VM
                    ? api.qemu().pending(guest.node(), guest.vmid())
                    : api.lxc().pending(guest.node(), guest.vmid());
            return Optional.of(options.stream()
                    .filter(option ->
                            option.pending().isPresent() || option.delete().orElse(0) > 0)
                    .map(PendingOption::key)
                    .toList());
        } catch (ProxmoxException _) {
            return Optional.empty();
        }
    }
}
