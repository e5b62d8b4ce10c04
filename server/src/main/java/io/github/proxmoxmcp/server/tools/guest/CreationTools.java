package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.CONFIGURE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.START;

import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.lxc.LxcLifecycleApi;
import io.github.proxmoxmcp.client.qemu.QemuLifecycleApi;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.Bounds;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.NewId;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Pairs;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// New guests, made from nothing.
public final class CreationTools {

    private final Readings readings;
    private final NewGuests births;

    public CreationTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.births = new NewGuests(guard, Thread::sleep);
    }

    /// A number of cores, up to the maximum that Proxmox allows for a container.
    record Cores(int value) {

        Cores {
            Bounds.check(value, 1, 8192);
        }
    }

    /// From what a small container needs to 16 TiB.
    record MemoryMib(int value) {

        MemoryMib {
            Bounds.check(value, 16, 1 << 24);
        }
    }

    /// Up to 128 TiB.
    record DiskGib(int value) {

        DiskGib {
            Bounds.check(value, 1, 1 << 17);
        }
    }

    /// How large a new guest is.
    record Size(Cores cores, MemoryMib memoryMib, DiskGib diskGib) {}

    /// Arguments of `create_vm`.
    record CreateVm(
            Optional<ClusterName> cluster,
            @Describe("host name") String name,
            @Flattened Size size,
            Optional<String> node,
            Optional<String> storage,
            @Describe("volume") Optional<String> iso,

            @Describe("more options: net0=virtio,bridge=vmbr1") @Pairs
            Optional<List<String>> set,

            Optional<NewId> newId,
            Optional<Boolean> start,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "create_vm",
            title = "Create a virtual machine",
            description = "Makes a VM with one disk and a network card on vmbr0. No passwords.",
            effect = OPERATE,
            needs = {GUESTS, CONFIGURE, "VM.Allocate /vms", START})
    Answer<Outcome> createVm(CreateVm request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        String node = LiveCluster.of(reading).nodeFor(request.node(), request.storage(), "images", request.iso());
        String storage = LiveCluster.of(reading).storageFor(node, request.storage(), "images");
        Options options = Options.NONE
                .with("name", request.name())
                .with("cores", request.size().cores().value())
                .with("memory", request.size().memoryMib().value())
                .with("scsihw", "virtio-scsi-single")
                .with("scsi0", storage + ":" + request.size().diskGib().value())
                .with("net0", "virtio,bridge=vmbr0")
                .with("ostype", "l26")
                .with("agent", "1");
        Options whole = request.iso()
                .map(iso -> options.with("ide2", iso + ",media=cdrom").with("boot", "order=scsi0;ide2"))
                .orElse(options)
                .with(more(request.set()));
        return create(
                reading,
                new NewGuestOptions(false, node, request.newId(), request.start(), request.dryRun()),
                id -> plan -> plan.qemuLifecycle().create(node, QemuLifecycleApi.CreateVm.of(id, whole)),
                tool);
    }

    /// Arguments of `create_container`.
    record CreateContainer(
            Optional<ClusterName> cluster,
            @Describe("host name") String name,

            @Describe("volume, such as local:vztmpl/x.tar.zst")
            String ostemplate,

            @Flattened Size size,
            @Describe("public keys of root") Optional<List<String>> sshKeys,
            Optional<String> node,
            Optional<String> storage,
            @Describe("more options: tags=web") @Pairs Optional<List<String>> set,
            Optional<NewId> newId,
            Optional<Boolean> start,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "create_container",
            title = "Create a container",
            description = "Makes an unprivileged container with DHCP on vmbr0. SSH keys, no passwords.",
            effect = OPERATE,
            needs = {GUESTS, CONFIGURE, "VM.Allocate /vms", START})
    Answer<Outcome> createContainer(CreateContainer request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        requirePublic(request.sshKeys().orElse(List.of()));
        String node = LiveCluster.of(reading)
                .nodeFor(request.node(), request.storage(), "rootdir", Optional.of(request.ostemplate()));
        String storage = LiveCluster.of(reading).storageFor(node, request.storage(), "rootdir");
        Map<String, String> set = more(request.set());
        String template = Optional.ofNullable(set.remove("ostemplate")).orElse(request.ostemplate());
        Options options = Options.NONE
                .with("hostname", request.name())
                .with("cores", request.size().cores().value())
                .with("memory", request.size().memoryMib().value())
                .with("rootfs", storage + ":" + request.size().diskGib().value())
                .with("net0", "name=eth0,bridge=vmbr0,ip=dhcp")
                .with("unprivileged", true)
                .with("ssh-public-keys", request.sshKeys().map(keys -> String.join("\n", keys)))
                .with(set);
        return create(
                reading,
                new NewGuestOptions(true, node, request.newId(), request.start(), request.dryRun()),
                id -> plan ->
                        plan.lxcLifecycle().create(node, LxcLifecycleApi.CreateContainer.of(id, template, options)),
                tool);
    }

    /// Its vmid is chosen by `new_id` only.
    private static Map<String, String> more(Optional<List<String>> set) {
        Map<String, String> more = Assignments.read("set", set.orElse(List.of()));
        more.remove("vmid");
        return more;
    }

    private static void requirePublic(List<String> keys) {
        if (keys.stream().anyMatch(key -> !key.matches("(ssh-|ecdsa-|sk-)\\S+ \\S+.*"))) {
            throw new ToolException.BadArgument("'ssh_keys' takes public keys such as 'ssh-ed25519 AAAA… me@laptop';"
                    + " nothing else was sent, and a private key never belongs here");
        }
    }

    /// Options that both types of new guests have.
    private record NewGuestOptions(
            boolean container, String node, Optional<NewId> newId, Optional<Boolean> start, Optional<Boolean> dryRun) {}

    private Answer<Outcome> create(
            Reading reading, NewGuestOptions born, IntFunction<Planner.Planned> call, ToolCall tool) {
        FreeVmid vmid = FreeVmid.of(reading, born.newId(), Optional.empty());
        int id = vmid.value();
        String what = "create " + (born.container() ? "container " : "VM ") + id + " on " + born.node();
        Action action = Action.of(tool, reading.cluster().name(), what)
                .target(Target.newGuest(id, born.node(), List.of(), List.of()))
                .assuming(Assumption.free(id))
                .then(Step.of(call.apply(id), what))
                .undoneBy("delete_guest guest=" + id);
        return births.submit(
                NewGuests.started(born.start(), vmid.told(action), born.container(), born.node(), id),
                reading,
                id,
                RunOptions.of(born.dryRun(), Optional.empty()),
                tool.caller());
    }
}
