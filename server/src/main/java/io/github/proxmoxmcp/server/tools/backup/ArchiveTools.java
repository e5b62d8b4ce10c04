package io.github.proxmoxmcp.server.tools.backup;

import static io.github.proxmoxmcp.server.tool.Effect.DESTRUCTIVE;
import static io.github.proxmoxmcp.server.tool.Effect.OPERATE;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.RESTORE;
import static io.github.proxmoxmcp.server.tool.Privileges.START;

import io.github.proxmoxmcp.client.guest.GuestSnapshot;
import io.github.proxmoxmcp.client.nodes.BackupApi.Vzdump;
import io.github.proxmoxmcp.client.storage.VolumesApi.VolumeRemoval;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.NewId;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.guard.Action;
import io.github.proxmoxmcp.server.guard.Assumption;
import io.github.proxmoxmcp.server.guard.Assumption.Fact;
import io.github.proxmoxmcp.server.guard.Guard;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.guard.Outcome;
import io.github.proxmoxmcp.server.guard.RunOptions;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.guard.Target;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolCall;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolException.Refused;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import io.github.proxmoxmcp.server.tools.guest.FreeVmid;
import io.github.proxmoxmcp.server.tools.guest.GuestTies;
import io.github.proxmoxmcp.server.tools.guest.NewGuests;
import io.github.proxmoxmcp.server.tools.live.FollowUp;
import io.github.proxmoxmcp.server.tools.live.LiveCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Backups of guests: made, restored, deleted.
public final class ArchiveTools {

    private static final long NEARLY_FULL = 85;

    private final Readings readings;
    private final Guard guard;
    private final NewGuests births;

    public ArchiveTools(Readings readings, Guard guard) {
        this.readings = readings;
        this.guard = guard;
        this.births = new NewGuests(guard, Thread::sleep);
    }

    /// How a guest is treated while it is backed up.
    enum Mode {
        SNAPSHOT,
        SUSPEND,
        STOP
    }

    /// Arguments of `backup_guest`.
    record BackupGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,
            Optional<String> storage,
            Optional<Mode> mode,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "backup_guest",
            title = "Back a guest up now",
            description = "Makes a backup of a guest. Prunes nothing.",
            effect = OPERATE,
            needs = {GUESTS, "VM.Backup /vms", "Datastore.AllocateSpace /storage"})
    Answer<Outcome> backup(BackupGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        guest.requireUnlocked();
        String storage = LiveCluster.of(reading).storageFor(guest.node(), request.storage(), "backup");
        String mode = request.mode().orElse(Mode.SNAPSHOT).name().toLowerCase(java.util.Locale.ROOT);
        Vzdump vzdump = Vzdump.pruningNothing(
                String.valueOf(guest.vmid()),
                Optional.of(storage),
                Optional.of(mode),
                Optional.of("zstd"),
                Optional.of("{{guestname}}"));
        String what = "back up guest " + guest.label() + " to " + storage;
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest)
                .then(Step.of(plan -> plan.backups().start(guest.node(), vzdump), what))
                .undoneBy("delete_backup");
        if (!mode.equals("snapshot") && guest.isRunning()) {
            action = action.dependent("the guest is " + (mode.equals("stop") ? "shut down" : "paused")
                    + " while it is backed up, and runs on afterwards");
        }
        Optional<String> full = nearlyFull(reading, guest, storage);
        action = full.map(action::dependent).orElse(action);
        Answer<Outcome> done =
                guard.submit(action, RunOptions.of(request.dryRun(), request.waitSeconds()), tool.caller());
        return FollowUp.next(
                done,
                () -> Archive.latest(reading, guest.node(), storage, guest.vmid())
                        .map(archive -> "the backup is " + archive.volid()
                                + full.map(warning -> "; " + warning).orElse("")));
    }

    /// A storage that runs full stops every later backup, and whatever else lies on it.
    private Optional<String> nearlyFull(Reading reading, LiveGuest guest, String storage) {
        return LiveCluster.of(reading).storages().stream()
                .filter(row -> row.node().equals(guest.node()) && row.storage().equals(storage))
                .findFirst()
                .flatMap(row -> Units.percent(row.disk(), row.maxdisk())
                        .filter(percent -> percent >= NEARLY_FULL)
                        .map(percent -> "storage " + storage + " is " + percent + " % full: "
                                + Units.size(Math.max(0, LiveCluster.free(row))) + " free"));
    }

    /// Arguments of `run_backup_job`.
    record RunJob(
            Optional<ClusterName> cluster,
            @Describe("its id") String job,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "run_backup_job",
            title = "Run a backup job now",
            description = "Backs up the guests of a backup job now, node by node; prunes nothing.",
            effect = OPERATE,
            needs = {GUESTS, "Sys.Audit /", "VM.Backup /vms", "Datastore.AllocateSpace /storage"})
    Answer<Outcome> runJob(RunJob request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        BackupRun run = BackupRun.of(reading, request.job());
        Action action = Action.of(tool, reading.cluster().name(), "run backup job " + request.job() + " now");
        List<String> online = LiveCluster.of(reading).onlineNodes().stream()
                .map(node -> node.node())
                .toList();
        for (Map.Entry<String, List<Integer>> node : new TreeMap<>(run.guests()).entrySet()) {
            String vmids = node.getValue().stream().map(String::valueOf).collect(Collectors.joining(","));
            if (online.contains(node.getKey())) {
                action = action.then(Step.of(
                        plan -> plan.backups().start(node.getKey(), run.vzdump(vmids)),
                        "back up " + vmids + " on " + node.getKey()));
            } else {
                action = action.dependent("NOT backed up, because node " + node.getKey() + " is not online: " + vmids);
            }
        }
        if (action.steps().isEmpty()) {
            throw new Refused(
                    "nothing_to_do", "backup job " + request.job() + " has no guest on a node that is online");
        }
        return guard.submit(
                action.undoneBy("delete_backup for each"),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    /// Arguments of `restore_guest`.
    record RestoreGuest(
            Optional<ClusterName> cluster,
            @Describe("volume") String backup,
            Optional<NewId> newId,
            Optional<String> node,
            Optional<String> storage,
            Optional<Boolean> start,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "restore_guest",
            title = "Restore a backup as a new guest",
            description = "Makes a new guest from a backup, beside the old one.",
            effect = OPERATE,
            needs = {GUESTS, RESTORE, START})
    Answer<Outcome> restore(RestoreGuest request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        String node = LiveCluster.of(reading)
                .nodeFor(request.node(), Optional.of(Archive.storage(request.backup())), "backup", Optional.empty());
        Archive archive = Archive.require(reading, node, request.backup());
        FreeVmid free = FreeVmid.of(reading, request.newId(), archive.vmid());
        int id = free.value();
        request.storage()
                .ifPresent(storage -> LiveCluster.of(reading)
                        .storageFor(node, Optional.of(storage), archive.container() ? "rootdir" : "images"));
        boolean twin = archive.vmid()
                .filter(vmid -> LiveCluster.of(reading).exists(vmid))
                .isPresent();
        String what = "restore " + archive.volid() + " as guest " + id + " on " + node;
        Optional<Boolean> unique = Optional.of(true).filter(_ -> twin);
        Action action = Action.of(tool, reading.cluster().name(), what)
                .target(Target.newGuest(id, node, List.of(), List.of()))
                .assuming(Assumption.free(id))
                .then(Step.of(archive.restored(node, id, request.storage(), Optional.empty(), unique), what))
                .dependent(
                        twin
                                ? "guest " + archive.vmid().orElse(0)
                                        + " still exists: the copy gets new MAC addresses, but has the same name and"
                                        + " fixed IP addresses"
                                : "the guest gets the MAC addresses that it had")
                .undoneBy("delete_guest guest=" + id);
        return births.submit(
                NewGuests.started(request.start(), free.told(action), archive.container(), node, id),
                reading,
                id,
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    /// Arguments of `restore_over_guest`.
    record RestoreOver(
            Optional<ClusterName> cluster,
            GuestRef guest,
            @Describe("volume") String backup,
            Optional<WaitSeconds> waitSeconds,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "restore_over_guest",
            title = "Restore a backup over a guest",
            description = "Replaces a stopped guest by a backup: its present disks are lost. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, RESTORE})
    Answer<Outcome> restoreOver(RestoreOver request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        LiveGuest guest = guard.look(reading, request.guest());
        Archive archive = Archive.require(reading, guest.node(), request.backup());
        guest.requireUnlocked();
        if (archive.container() != guest.isContainer()) {
            throw new ToolException.BadArgument(request.backup() + " is a backup of a "
                    + (archive.container() ? "container" : "VM") + ", and guest " + guest.label() + " is none");
        }
        if (guest.isRunning()) {
            throw new Refused(
                    "running",
                    "guest " + guest.label() + " is " + UntrustedText.marked(guest.status())
                            + "; power_guest action=shutdown first");
        }
        String what = "restore " + archive.volid() + " over guest " + guest.label();
        Action action = Action.of(tool, reading.cluster().name(), what)
                .on(guest, Fact.STATUS, Fact.DIGEST)
                .then(Step.of(
                        archive.restored(
                                guest.node(), guest.vmid(), Optional.empty(), Optional.of(true), Optional.empty()),
                        what))
                .loses("the present disks and configuration of guest " + guest.vmid()
                        + archive.ctime()
                                .map(time -> ": everything since " + time)
                                .orElse(""));
        String snapshots = guest.snapshots(reading.cluster().api()).stream()
                .map(GuestSnapshot::name)
                .collect(Collectors.joining(", "));
        if (!snapshots.isEmpty()) {
            action = action.loses("its snapshots: " + snapshots);
        }
        if (archive.vmid().filter(vmid -> vmid != guest.vmid()).isPresent()) {
            action = action.dependent(
                    "the backup is of ANOTHER guest: " + archive.vmid().orElse(0));
        }
        return guard.submit(
                GuestTies.told(action, reading, guest),
                RunOptions.of(request.dryRun(), request.waitSeconds()),
                tool.caller());
    }

    /// Arguments of `delete_backup`.
    record DeleteBackup(
            Optional<ClusterName> cluster,
            @Describe("volume") String backup,
            Optional<Boolean> dryRun) {}

    @Tool(
            name = "delete_backup",
            title = "Delete a backup",
            description = "Deletes one backup for good. A human must approve.",
            effect = DESTRUCTIVE,
            needs = {GUESTS, "Datastore.AllocateSpace|Datastore.Allocate /storage", "VM.Backup /vms"})
    Answer<Outcome> delete(DeleteBackup request, ToolCall tool) {
        Reading reading = readings.now(request.cluster());
        String storage = Archive.storage(request.backup());
        String node =
                LiveCluster.of(reading).nodeFor(Optional.empty(), Optional.of(storage), "backup", Optional.empty());
        Archive archive = Archive.require(reading, node, request.backup());
        if (archive.kept()) {
            throw new Refused(
                    "protected",
                    UntrustedText.marked(archive.volid())
                            + " is marked as protected: its owner wants it kept. Proxmox deletes it only after"
                            + " the mark is removed");
        }
        int others = Archive.others(reading, node, storage, archive);
        String what = "delete backup " + archive.volid();
        return guard.submit(
                Action.of(tool, reading.cluster().name(), what)
                        .then(Step.of(
                                plan -> plan.volumes().remove(node, storage, archive.volid(), VolumeRemoval.PLAIN),
                                what))
                        .loses("the backup of guest "
                                + archive.vmid().map(String::valueOf).orElse("(unknown)")
                                + archive.ctime().map(time -> " of " + time).orElse(""))
                        .dependent(
                                others == 0
                                        ? "it is the ONLY backup of that guest on " + storage
                                        : others + " other backups of that guest are on " + storage),
                RunOptions.of(request.dryRun(), Optional.empty()),
                tool.caller());
    }
}
