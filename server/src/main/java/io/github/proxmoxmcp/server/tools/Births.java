package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.client.Sleeper;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Wish;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What new guests have in common, however they come to be: they are started in a step of their own, and then their
/// addresses are wanted.
final class Births {

    private static final Duration BOOT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Workbench bench;
    private final Sleeper sleeper;

    Births(Workbench bench, Sleeper sleeper) {
        this.bench = bench;
        this.sleeper = sleeper;
    }

    /// The action, and the new guest's start if it is wanted: its outcome is seen as that of any step.
    static Action started(Optional<Boolean> wanted, Action action, boolean container, String node, int vmid) {
        return wanted.orElse(false)
                ? action.then(Step.post(
                        "/nodes/" + node + (container ? "/lxc/" : "/qemu/") + vmid + "/status/start",
                        Map.of(),
                        "start guest " + vmid))
                : action;
    }

    /// Does it, and tells the new guest's addresses if it runs then.
    Answer<Outcome> submit(Action action, Reading reading, int vmid, Wish wish, Caller caller) {
        return FollowUp.next(
                bench.submit(action, wish, caller),
                () -> reading.store()
                        .guests()
                        .get(reading.cluster().name(), vmid, Moment.now())
                        .map(GuestState::guest)
                        .map(guest -> told(reading, guest)));
    }

    private String told(Reading reading, Guest guest) {
        if (!guest.status().equals("running")) {
            return "power_guest action=start starts guest " + guest.vmid();
        }
        LiveGuest live = bench.guest(reading, guest.vmid());
        if (!live.isContainer() && !live.config().getOrDefault("agent", "0").startsWith("1")) {
            return "it runs; its IP address is unknown, because no guest agent is configured (agent=1)";
        }
        Instant deadline = bench.now().plus(BOOT);
        Addresses addresses = Addresses.of(Workbench.api(reading), guest);
        while (none(addresses) && bench.now().isBefore(deadline) && slept()) {
            addresses = Addresses.of(Workbench.api(reading), guest);
        }
        return none(addresses)
                ? "it runs; its IP address is not known yet, get_guest tells it later"
                : "it runs; IP " + String.join(", ", addresses.found().orElse(List.of()));
    }

    private static boolean none(Addresses addresses) {
        return addresses.found().filter(found -> !found.isEmpty()).isEmpty();
    }

    private boolean slept() {
        try {
            sleeper.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
