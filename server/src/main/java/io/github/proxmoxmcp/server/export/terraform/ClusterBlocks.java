package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.server.export.ExportedPool;
import io.github.proxmoxmcp.server.export.Remaining;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Pools, storages, backup jobs, HA and replication. What the memory does not know of them is not compared.
final class ClusterBlocks {

    private static final String UNKNOWN =
            "what the memory does not hold of it, or only with a secret struck out, is not compared";

    /// Arguments of a backup job that are neither read into the state by themselves nor in the memory.
    private static final List<String> JOB_UNKNOWN = List.of(
            "exclude_path",
            "fleecing",
            "lockwait",
            "mailto",
            "maxfiles",
            "notes_template",
            "pbs_change_detection_mode",
            "performance",
            "pigz",
            "script",
            "starttime",
            "stopwait",
            "tmpdir",
            "zstd");

    private ClusterBlocks() {}

    static List<Resource> pool(ExportedPool pool, BlockLabels labels) {
        List<Resource> all = new ArrayList<>();
        all.add(new Resource("proxmox_virtual_environment_pool", labels.of("pool", pool.name()), pool.name(), block -> {
            block.set("pool_id", pool.name());
            unknown(block, comment(block, pool.comment()));
        }));
        pool.guests()
                .forEach(vmid -> all.add(new Resource(
                        "proxmox_pool_membership",
                        labels.of("pool", pool.name() + "_guest_" + vmid),
                        pool.name() + "/vm/" + vmid,
                        block -> block.set("pool_id", pool.name()).set("vm_id", vmid))));
        pool.storages()
                .forEach(storage -> all.add(new Resource(
                        "proxmox_pool_membership",
                        labels.of("pool", pool.name() + "_storage_" + storage),
                        pool.name() + "/storage/" + storage,
                        block -> block.set("pool_id", pool.name()).set("storage_id", storage))));
        return all;
    }

    static Resource ha(HaResource ha, BlockLabels labels) {
        return new Resource("proxmox_haresource", labels.of("ha", ha.sid()), ha.sid(), block -> {
            block.set("resource_id", ha.sid())
                    .set("state", ha.state())
                    .set("group", ha.group())
                    .set("max_restart", ha.maxRestart())
                    .set("max_relocate", ha.maxRelocate())
                    .set("failback", ha.failback());
            List<String> ignored = new ArrayList<>(comment(block, ha.comment()));
            if (ha.failback().isEmpty()) {
                ignored.add("failback");
            }
            unknown(block, ignored);
        });
    }

    static Resource replication(ReplicationJob job, BlockLabels labels) {
        return new Resource("proxmox_replication", labels.of("replication", job.id()), job.id(), block -> {
            block.set("id", job.id())
                    .set("target", job.target())
                    .set("type", "local")
                    .set("schedule", job.schedule())
                    .set(
                            "rate",
                            job.rateMbytes()
                                    .map(rate -> BigDecimal.valueOf(rate).stripTrailingZeros()))
                    .set("disable", !job.enabled());
            unknown(block, comment(block, job.comment()));
        });
    }

    /// Writes a comment, unless a secret is in it.
    ///
    /// @return what must not be compared
    static List<String> comment(Block block, Optional<String> text) {
        if (text.filter(Remaining::isSecret).isPresent()) {
            return List.of("comment");
        }
        block.set("comment", text.filter(said -> !said.isEmpty()));
        return List.of();
    }

    /// Absent: why it cannot be said.
    static Optional<String> unsayable(BackupJob job) {
        return job.storage().isEmpty()
                ? Optional.of("backup job " + job.id() + " writes to no storage, and the provider needs one")
                : Optional.empty();
    }

    static Resource backupJob(BackupJob job, BlockLabels labels) {
        return new Resource("proxmox_backup_job", labels.of("backup", job.id()), job.id(), block -> {
            job.excluded()
                    .ifPresent(vmids -> block.comment("exclude = " + Draft.shown(vmids)
                            + " cannot be said: made anew from this file, the job would save these guests, too"));
            job.comment()
                    .filter(text -> !text.isEmpty() && !Remaining.isSecret(text))
                    .ifPresent(text -> block.comment("comment = " + Draft.shown(text) + " cannot be said"));
            block.set("id", job.id())
                    .set("schedule", job.schedule())
                    .set("storage", job.storage())
                    .set("enabled", job.enabled())
                    .set("node", job.node())
                    .set("mode", job.mode());
            if (job.selection().equals("all")) {
                block.set("all", true);
            } else if (job.selection().startsWith("pool/")) {
                block.set("pool", job.selection().substring("pool/".length()));
            } else {
                block.set("vmid", List.of(job.selection().split(",")));
            }
            job.retention()
                    .map(PropertyString::parse)
                    .filter(kept -> kept.properties().stream()
                            .noneMatch(one -> one.key().isEmpty()))
                    .ifPresent(kept -> {
                        Map<String, String> map = new LinkedHashMap<>();
                        kept.properties().forEach(one -> map.put(one.key(), one.value()));
                        block.set("prune_backups", map);
                    });
            unknown(block, JOB_UNKNOWN);
        });
    }

    static void unknown(Block block, List<String> arguments) {
        if (arguments.isEmpty()) {
            return;
        }
        block.comment(UNKNOWN);
        block.add(new Block("lifecycle")
                .set("ignore_changes", arguments.stream().map(Hcl.Name::new).toList()));
    }

    /// Absent where the provider has no such storage, or needs what the memory does not hold.
    static Optional<Resource> storage(StorageDefinition storage, BlockLabels labels) {
        String label = labels.of("storage", storage.name());
        String where = storage.location().orElse("");
        int colon = where.indexOf(":/");
        return switch (storage.type()) {
            case "dir" ->
                storage.location()
                        .map(path -> new Resource(
                                "proxmox_storage_directory",
                                label,
                                storage.name(),
                                block -> common(
                                        storage,
                                        block.set("path", path).set("shared", storage.shared()),
                                        List.of("preallocation"))));
            case "nfs" ->
                Optional.of(where)
                        .filter(_ -> colon > 0)
                        .map(_ -> new Resource(
                                "proxmox_storage_nfs",
                                label,
                                storage.name(),
                                block -> common(
                                        storage,
                                        block.set("server", where.substring(0, colon))
                                                .set("export", where.substring(colon + 1)),
                                        List.of("options", "preallocation", "snapshot_as_volume_chain"))));
            case "zfspool" ->
                storage.location()
                        .map(pool -> new Resource(
                                "proxmox_storage_zfspool",
                                label,
                                storage.name(),
                                block -> common(
                                        storage, block.set("zfs_pool", pool), List.of("blocksize", "thin_provision"))));
            default -> Optional.empty();
        };
    }

    private static void common(StorageDefinition storage, Block block, List<String> unknown) {
        block.set("id", storage.name());
        if (!storage.content().isEmpty()) {
            block.set("content", storage.content());
        }
        if (!storage.nodes().isEmpty()) {
            block.set("nodes", storage.nodes());
        }
        block.set("disable", !storage.enabled());
        storage.retention()
                .ifPresent(kept -> block.comment("prune-backups = " + Draft.shown(kept)
                        + " is not written: the provider does not read it while it imports"));
        unknown(block, unknown);
    }
}
