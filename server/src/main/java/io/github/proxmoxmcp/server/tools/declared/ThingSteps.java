package io.github.proxmoxmcp.server.tools.declared;

import io.github.proxmoxmcp.client.Planner.Planned;
import io.github.proxmoxmcp.client.access.RightsApi.GroupChange;
import io.github.proxmoxmcp.client.access.RightsApi.GroupCreate;
import io.github.proxmoxmcp.client.access.RightsApi.RoleChange;
import io.github.proxmoxmcp.client.access.RightsApi.RoleCreate;
import io.github.proxmoxmcp.client.access.UsersApi.UserChange;
import io.github.proxmoxmcp.client.access.UsersApi.UserCreate;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi.BackupJobChange;
import io.github.proxmoxmcp.client.cluster.BackupJobsApi.BackupJobCreate;
import io.github.proxmoxmcp.client.cluster.HaApi.HaGroupChange;
import io.github.proxmoxmcp.client.cluster.HaApi.HaGroupCreate;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceChange;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceCreate;
import io.github.proxmoxmcp.client.cluster.HaApi.HaResourceRemoval;
import io.github.proxmoxmcp.client.cluster.HaApi.HaRuleChange;
import io.github.proxmoxmcp.client.cluster.HaApi.HaRuleCreate;
import io.github.proxmoxmcp.client.storage.StorageConfigApi.StorageChange;
import io.github.proxmoxmcp.client.storage.StorageConfigApi.StorageCreate;
import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The calls that make, change and remove what has one call for each: storages, jobs, HA, users, groups, roles.
final class ThingSteps {

    private static final Optional<String> NONE = Optional.empty();

    /// A job is of one of these.
    private static final List<String> SELECTIONS = List.of("all", "pool", "vmid");

    private ThingSteps() {}

    static Step create(ThingWrite write) {
        String name = write.name();
        Planned call = switch (write.manifest().kind()) {
            case STORAGE ->
                plan -> plan.storageConfig()
                        .create(StorageCreate.of(name, write.text("type").orElse(""), write.options("type")));
            case BACKUP_JOB ->
                plan -> plan.backupJobs()
                        .create(BackupJobCreate.of(write.options().with("id", name)));
            case HA_RESOURCE ->
                plan -> plan.ha()
                        .add(new HaResourceCreate(
                                name,
                                write.text("state"),
                                write.text("comment"),
                                write.text("group"),
                                write.flag("failback"),
                                write.number("max_relocate"),
                                write.number("max_restart")));
            case HA_RULE ->
                plan -> plan.ha()
                        .addRule(new HaRuleCreate(name, write.text("type").orElse(""), write.options("type")));
            case HA_GROUP ->
                plan -> plan.ha()
                        .addGroup(new HaGroupCreate(name, write.text("nodes").orElse(""), write.options("nodes")));
            case USER ->
                plan -> plan.users()
                        .create(new UserCreate(
                                name,
                                Optional.empty(),
                                write.text("groups"),
                                write.flag("enable"),
                                expiry(write),
                                write.text("firstname"),
                                write.text("lastname"),
                                write.text("email"),
                                write.text("comment")));
            case GROUP -> plan -> plan.rights().createGroup(new GroupCreate(name, write.text("comment")));
            case ROLE -> plan -> plan.rights().createRole(new RoleCreate(name, write.text("privs")));
            default -> throw new IllegalArgumentException(write.manifest().key() + " is made otherwise");
        };
        return Step.of(call, "make " + write.manifest().kind().word() + " " + name);
    }

    static Step change(ThingWrite write, Optional<String> digest) {
        String name = write.name();
        Planned call = switch (write.manifest().kind()) {
            case STORAGE ->
                plan -> plan.storageConfig()
                        .change(
                                name,
                                new StorageChange(
                                        NONE,
                                        NONE,
                                        Optional.empty(),
                                        Optional.empty(),
                                        NONE,
                                        write.deleted(),
                                        digest,
                                        write.options()));
            case BACKUP_JOB -> {
                ThingWrite job = write.deleting(otherSelections(write));
                yield plan -> plan.backupJobs()
                        .change(
                                name,
                                BackupJobChange.of(job.deleted()
                                        .map(gone -> job.options().with("delete", gone))
                                        .orElse(job.options())));
            }
            case HA_RESOURCE ->
                plan -> plan.ha()
                        .change(
                                name,
                                new HaResourceChange(
                                        write.text("state"),
                                        write.text("comment"),
                                        write.text("group"),
                                        write.flag("failback"),
                                        write.number("max_relocate"),
                                        write.number("max_restart"),
                                        write.deleted(),
                                        digest));
            case HA_RULE ->
                plan -> plan.ha()
                        .changeRule(
                                name,
                                new HaRuleChange(
                                        write.now().getOrDefault("type", ""),
                                        write.deleted(),
                                        digest,
                                        write.options()));
            case HA_GROUP ->
                plan -> plan.ha().changeGroup(name, new HaGroupChange(write.deleted(), digest, write.options()));
            case USER -> plan -> plan.users().change(name, userChange(write));
            case GROUP -> plan -> plan.rights().changeGroup(name, new GroupChange(write.textOrEmpty("comment")));
            case ROLE ->
                plan -> plan.rights().changeRole(name, new RoleChange(write.textOrEmpty("privs"), Optional.of(false)));
            default -> throw new IllegalArgumentException(write.manifest().key() + " is changed otherwise");
        };
        return Step.of(call, write.told());
    }

    private static UserChange userChange(ThingWrite write) {
        return new UserChange(
                write.textOrEmpty("groups"),
                Optional.empty(),
                write.flag("enable").or(() -> write.delete().contains("enable") ? Optional.of(true) : Optional.empty()),
                expiry(write)
                        .or(() -> write.delete().contains("expire") ? Optional.of(Instant.EPOCH) : Optional.empty()),
                write.textOrEmpty("firstname"),
                write.textOrEmpty("lastname"),
                write.textOrEmpty("email"),
                write.textOrEmpty("comment"));
    }

    private static Optional<Instant> expiry(ThingWrite write) {
        return write.text("expire").map(Long::valueOf).map(Instant::ofEpochSecond);
    }

    /// What a job was of before goes when it is of something else.
    private static List<String> otherSelections(ThingWrite write) {
        return SELECTIONS.stream().noneMatch(name -> write.set().containsKey(name))
                ? List.of()
                : SELECTIONS.stream()
                        .filter(name -> write.now().containsKey(name)
                                && !write.set().containsKey(name)
                                && !write.delete().contains(name))
                        .toList();
    }

    static Step remove(Manifest manifest) {
        String name = manifest.name();
        Planned call = switch (manifest.kind()) {
            case STORAGE -> plan -> plan.storageConfig().remove(name);
            case BACKUP_JOB -> plan -> plan.backupJobs().remove(name);
            case HA_RESOURCE -> plan -> plan.ha().remove(name, HaResourceRemoval.PLAIN);
            case HA_RULE -> plan -> plan.ha().removeRule(name);
            case HA_GROUP -> plan -> plan.ha().removeGroup(name);
            case USER -> plan -> plan.users().remove(name);
            case GROUP -> plan -> plan.rights().removeGroup(name);
            case ROLE -> plan -> plan.rights().removeRole(name);
            case FIREWALL -> plan -> plan.firewall().removeGroup(name.substring("group/".length()));
            default -> throw new IllegalArgumentException(manifest.key() + " is not removed");
        };
        return Step.of(call, "remove " + manifest.kind().word() + " " + name);
    }

    /// What goes with a thing that is removed, a sentence.
    static String loss(Manifest manifest) {
        String what = manifest.kind().word() + " " + manifest.name();
        return switch (manifest.kind()) {
            case STORAGE -> what + " as the cluster knows it; what lies on it stays";
            case BACKUP_JOB -> what + ": its guests are saved by it no more; archives stay";
            case HA_RESOURCE -> what + ": the HA manager looks after it no more";
            case USER, GROUP, ROLE -> what + ", with every right that was given by it";
            default -> what;
        };
    }

    /// The words of a list that a manifest says.
    static Stream<String> words(Manifest manifest, String path) {
        return manifest.wanted(path).stream()
                .flatMap((Wanted wanted) ->
                        wanted.field().type().items(wanted.value().orElse("")).stream());
    }
}
