package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedPool;
import io.github.proxmoxmcp.server.export.Remaining;
import io.github.proxmoxmcp.server.export.ansible.Yaml.Commented;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Storages, pools and HA by their modules; backup jobs and replication have none.
final class ClusterTasks {

    private static final List<String> CONTENT =
            List.of("backup", "images", "import", "iso", "rootdir", "snippets", "vztmpl", "none");

    private static final List<String> HA_STATES = List.of("started", "stopped", "disabled", "ignored");

    private ClusterTasks() {}

    static List<Object> of(ExportedFacts facts, List<String> notes) {
        List<Object> tasks = new ArrayList<>();
        facts.storages()
                .forEach(storage -> storage(storage)
                        .ifPresentOrElse(
                                tasks::add,
                                () -> notes.add("storage " + storage.name() + " of type " + storage.type()
                                        + " is left out: the memory does not hold all that its module needs")));
        facts.pools().forEach(pool -> {
            tasks.add(pool(pool));
            members(pool).ifPresent(tasks::add);
        });
        facts.ha()
                .forEach(ha -> ha(ha).ifPresentOrElse(
                                tasks::add,
                                () -> notes.add("HA resource " + ha.sid() + " is left out: its module has no state "
                                        + ha.state())));
        tasks.addAll(RightsTasks.of(facts.rights(), notes));
        facts.backupJobs()
                .forEach(
                        job -> notes.add("backup job " + job.id() + " is left out: there is no module that makes one"));
        facts.replications()
                .forEach(job ->
                        notes.add("replication job " + job.id() + " is left out: there is no module that makes one"));
        return tasks;
    }

    static Map<String, Object> task(String name, String module, Map<String, Object> options) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", name);
        task.put("community.proxmox." + module, options);
        return task;
    }

    static Optional<String> sayable(Optional<String> comment) {
        return comment.filter(text -> !Remaining.isSecret(text));
    }

    private static Object pool(ExportedPool pool) {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("poolid", pool.name());
        sayable(pool.comment()).ifPresent(comment -> options.put("comment", comment));
        options.put("state", "present");
        return task("A pool", "proxmox_pool", options);
    }

    private static Optional<Object> members(ExportedPool pool) {
        List<Object> members = new ArrayList<>();
        pool.guests().forEach(vmid -> members.add(Map.of("vm", String.valueOf(vmid))));
        pool.storages().forEach(storage -> members.add(Map.of("storage", storage)));
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("poolid", pool.name());
        options.put("members", members);
        options.put("state", "present");
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(new Commented(
                        List.of("needs its members to be there"),
                        task("Members of a pool", "proxmox_pool_member", options)));
    }

    private static Optional<Object> ha(HaResource ha) {
        if (!HA_STATES.contains(ha.state())) {
            return Optional.empty();
        }
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("name", ha.sid());
        options.put("state", "present");
        options.put("hastate", ha.state());
        ha.group().ifPresent(group -> options.put("group", group));
        ha.maxRestart().ifPresent(most -> options.put("max_restart", most));
        ha.maxRelocate().ifPresent(most -> options.put("max_relocate", most));
        sayable(ha.comment()).ifPresent(comment -> options.put("comment", comment));
        return Optional.of(task("An HA resource", "proxmox_cluster_ha_resources", options));
    }

    private static Optional<Object> storage(StorageDefinition storage) {
        Optional<Map<String, Object>> where = where(storage);
        if (where.isEmpty() || !CONTENT.containsAll(storage.content())) {
            return Optional.empty();
        }
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("name", storage.name());
        options.put("type", storage.type());
        options.put("content", storage.content());
        if (!storage.nodes().isEmpty()) {
            options.put("nodes", storage.nodes());
        }
        options.put("disable", !storage.enabled());
        options.put(storage.type() + "_options", where.get());
        options.put("state", "present");
        return Optional.of(new Commented(
                List.of("the memory does not hold all of its settings"),
                task("A storage", "proxmox_storage", options)));
    }

    private static Optional<Map<String, Object>> where(StorageDefinition storage) {
        Map<String, Object> options = new LinkedHashMap<>();
        String where = storage.location().orElse("");
        int colon = where.indexOf(":/");
        if (storage.type().equals("dir") && !where.isEmpty()) {
            options.put("path", where);
        } else if (storage.type().equals("nfs") && colon > 0) {
            options.put("server", where.substring(0, colon));
            options.put("export", where.substring(colon + 1));
        } else if (storage.type().equals("zfspool") && !where.isEmpty()) {
            options.put("pool", where);
            return Optional.of(options);
        } else {
            return Optional.empty();
        }
        storage.retention().ifPresent(kept -> options.put("prune_backups", kept));
        return Optional.of(options);
    }
}
