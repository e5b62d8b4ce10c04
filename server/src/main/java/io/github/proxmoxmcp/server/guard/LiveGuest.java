package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.ProxmoxApi;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.guest.GuestSnapshot;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi.ContainerSnapshot;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi.VmSnapshot;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// A guest as the cluster shows it at this moment: what plans are made on.
///
/// @param status as Proxmox says it; `paused` for a VM that is running and paused
/// @param haState state that the HA manager is asked for; absent for guests that it does not manage
/// @param config the wanted configuration without its digest, secrets struck out
public record LiveGuest(
        int vmid,
        GuestKind kind,
        String node,
        Optional<String> name,
        String status,
        boolean template,
        List<String> tags,
        Optional<String> pool,
        Optional<String> lock,
        Optional<String> haState,
        SortedMap<String, String> config,
        Optional<String> digest) {

    /// The part of an API that is about this guest.
    public GuestApi in(ProxmoxApi api) {
        return api.guest(GuestType.of(isContainer()), node, vmid);
    }

    public boolean isContainer() {
        return kind == GuestKind.CONTAINER;
    }

    public boolean isRunning() {
        return !status.equals("stopped");
    }

    /// Whether its owner forbade to remove it or its disks.
    public boolean isProtected() {
        return "1".equals(config.get("protection"));
    }

    /// `100 (web01)`
    public String label() {
        return vmid
                + name.map(text -> " (" + UntrustedText.marked(shortened(text)) + ")")
                        .orElse("");
    }

    /// Takes a snapshot of it.
    ///
    /// @param ram with the memory of a virtual machine
    public Step snapshot(String snapshot, Optional<String> description, Optional<Boolean> ram, String what) {
        return isContainer()
                ? Step.of(
                        plan -> plan.lxcLifecycle()
                                .createSnapshot(node, vmid, new ContainerSnapshot(snapshot, description)),
                        what)
                : Step.of(
                        plan -> plan.qemuLifecycle()
                                .createSnapshot(node, vmid, new VmSnapshot(snapshot, description, ram)),
                        what);
    }

    /// The present value of a fact of this guest.
    public Assumption as(Assumption.Fact fact) {
        return new Assumption(vmid, fact, value(fact));
    }

    String value(Assumption.Fact fact) {
        return switch (fact) {
            case NODE -> node;
            case STATUS -> status;
            case LOCK -> lock.orElse("");
            case DIGEST -> digest.orElse("");
            case ABSENT -> "";
        };
    }

    /// Names of containers and machines are DNS names; a longer one is somebody's message.
    private static String shortened(String name) {
        return name.length() > 63 ? name.substring(0, 63) + "…" : name;
    }

    /// Its snapshots, oldest first.
    public List<GuestSnapshot> snapshots(ProxmoxApi api) {
        return in(api).snapshots().stream()
                .filter(snapshot -> !snapshot.isCurrent())
                .sorted((one, other) -> one.snaptime()
                        .orElse(Instant.EPOCH)
                        .compareTo(other.snaptime().orElse(Instant.EPOCH)))
                .toList();
    }

    /// Refuses a template, which cannot run.
    public void requireNoTemplate(String why) {
        if (template) {
            throw new Refused("template", "guest " + label() + " is a template: " + why);
        }
    }

    /// Refuses while something holds it locked.
    public void requireUnlocked() {
        lock.ifPresent(held -> {
            throw new Refused(
                    "locked",
                    "guest " + label() + " is locked (" + UntrustedText.marked(held)
                            + "): a task works on it, see list_tasks"
                            + " status=running, or one broke off. Wait for it; if none runs any more, its owner can"
                            + " unlock it (unlock_guest)");
        });
    }
}
