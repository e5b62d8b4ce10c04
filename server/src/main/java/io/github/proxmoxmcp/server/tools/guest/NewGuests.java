package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.qemu.QemuApi.AgentAddress;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tools.live.FollowUp;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Shared by the tools that make guests: the start as a step of its own, and the new guest's addresses after it.
public final class NewGuests {

    private static final Duration BOOT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Guard guard;
    private final Sleeper sleeper;

    public NewGuests(Guard guard, Sleeper sleeper) {
        this.guard = guard;
        this.sleeper = sleeper;
    }

    /// The action, and the new guest's start if it is wanted: its outcome is seen as that of any step.
    public static Action started(Optional<Boolean> wanted, Action action, boolean container, String node, int vmid) {
        return wanted.orElse(false)
                ? action.then(Step.of(
                        plan -> plan.guest(GuestType.of(container), node, vmid).start(), "start guest " + vmid))
                : action;
    }

    /// Does it, and tells the new guest's addresses if it runs then.
    public Answer<Outcome> submit(Action action, Reading reading, int vmid, RunOptions wish, Caller caller) {
        return FollowUp.next(
                guard.submit(action, wish, caller),
                () -> Optional.of(told(reading, guard.look(reading.cluster(), vmid))));
    }

    private String told(Reading reading, LiveGuest guest) {
        if (!guest.isRunning()) {
            return "power_guest action=start starts guest " + guest.vmid();
        }
        if (!guest.isContainer() && !hasAgent(guest)) {
            return "it runs; its IP address is unknown, because no guest agent is configured (agent=1)";
        }
        long left = BOOT.dividedBy(PAUSE);
        List<String> addresses = addresses(reading, guest);
        while (addresses.isEmpty() && left > 0 && slept()) {
            left--;
            addresses = addresses(reading, guest);
        }
        return addresses.isEmpty()
                ? "it runs; its IP address is not known yet, get_guest shows it later"
                : "it runs; IP " + String.join(", ", addresses);
    }

    private static boolean hasAgent(LiveGuest guest) {
        return PropertyString.parse(guest.config().getOrDefault("agent", "0"))
                .get("enabled", "enabled")
                .filter("1"::equals)
                .isPresent();
    }

    /// What the guest itself says; nothing while it boots. Addresses of the machine's own say nothing to anybody else.
    private static List<String> addresses(Reading reading, LiveGuest guest) {
        Proxmox api = reading.cluster().api();
        return LiveCluster.ifAllowed(() -> guest.isContainer()
                        ? api.lxc().interfaces(guest.node(), guest.vmid()).stream()
                                .flatMap(card -> card.addresses().stream())
                                .toList()
                        : api.qemu().agentInterfaces(guest.node(), guest.vmid()).result().stream()
                                .flatMap(card -> card.ipAddresses().orElse(List.of()).stream())
                                .map(AgentAddress::address)
                                .toList())
                .orElse(List.of())
                .stream()
                .filter(address -> address.matches("[0-9a-fA-F.:]{3,45}"))
                .filter(address -> !address.matches("(?i)127\\..*|::1|fe80.*"))
                .distinct()
                .toList();
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
