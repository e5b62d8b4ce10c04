package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.ansible.Task.Unsayable;
import io.github.proxmoxmcp.server.export.ansible.Yaml.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A container by `community.proxmox.proxmox`.
final class ContainerTask {

    static final String MODULE = "community.proxmox.proxmox";

    private ContainerTask() {}

    /// All that is needed to make it, but the template: of what it was made nobody knows.
    static Task create(ExportedGuest guest) {
        Task task = begun(guest);
        task.options.put("ostemplate", new Template("{{ ostemplate_" + guest.vmid() + " }}"));
        guest.guest().pool().ifPresent(pool -> task.options.put("pool", pool));
        settings(task);
        task.option("unprivileged", "unprivileged", Task::truth);
        task.options.putIfAbsent("unprivileged", false);
        root(task);
        mounts(task);
        task.numbered("netif", "net", key -> card(task, key));
        if (guest.guest().template()) {
            task.notes.add("it is a template; made one by state: template once it is there");
        }
        task.options.put("state", "present");
        task.options.put("update", false);
        return task;
    }

    /// Settings alone, for one that is there.
    static Task update(ExportedGuest guest) {
        Task task = begun(guest);
        settings(task);
        task.options.put("update", true);
        return task;
    }

    private static Task begun(ExportedGuest guest) {
        Task task = new Task(guest);
        task.options.put("vmid", guest.vmid());
        task.options.put("node", guest.guest().node());
        return task;
    }

    private static void settings(Task task) {
        for (String text : List.of("hostname", "description", "hookscript", "nameserver", "searchdomain", "timezone")) {
            task.option(text, text, value -> value);
        }
        for (String number : List.of("cores", "cpuunits", "memory", "swap")) {
            task.option(number, number, Task::integer);
        }
        task.option("cpus", "cpulimit", Task::integer);
        task.option("onboot", "onboot", Task::truth);
        task.option("cmode", "cmode", Task.oneOf("tty", "console", "shell"));
        task.option(
                "ostype",
                "ostype",
                Task.oneOf(
                        "debian",
                        "devuan",
                        "ubuntu",
                        "centos",
                        "fedora",
                        "opensuse",
                        "archlinux",
                        "alpine",
                        "gentoo",
                        "nixos",
                        "unmanaged"));
        task.option("features", "features", text -> List.of(text.split(",")));
        task.option("startup", "startup", text -> List.of(text.split(",")));
        task.option("tags", "tags", VmTask::tags);
    }

    private static void root(Task task) {
        task.option("disk_volume", "rootfs", text -> {
            PropertyString parts = PropertyString.parse(text);
            String volume = parts.get("volume", "volume").orElse("");
            if (!volume.contains(":") || volume.startsWith("/")) {
                throw new Unsayable("it is at no storage");
            }
            Map<String, Object> disk = new LinkedHashMap<>();
            disk.put("storage", volume.substring(0, volume.indexOf(':')));
            disk.put("size", VmTask.gibibytes(task, "rootfs", parts.get("size")));
            options(parts).forEach((key, value) -> disk.put(key, value));
            return disk;
        });
    }

    private static void mounts(Task task) {
        List<Object> all = new ArrayList<>();
        task.config.numbered("mp").values().forEach(key -> {
            try {
                all.add(mount(
                        task, key, PropertyString.parse(task.config.get(key).orElseThrow())));
                task.config.take(key);
            } catch (Unsayable e) {
                task.notes.add(key + ": " + e.getMessage());
            }
        });
        if (!all.isEmpty()) {
            task.options.put("mount_volumes", all);
        }
    }

    private static Map<String, Object> mount(Task task, String key, PropertyString parts) {
        Map<String, Object> mount = new LinkedHashMap<>();
        mount.put("id", key);
        String volume = parts.get("volume", "volume").orElse("");
        if (volume.startsWith("/")) {
            mount.put("host_path", Task.path(volume));
            parts.get("size")
                    .ifPresent(size -> task.notes.add(key + " size=" + Task.shown(size) + " is that of the path"));
        } else if (volume.contains(":")) {
            mount.put("storage", volume.substring(0, volume.indexOf(':')));
            mount.put("size", VmTask.gibibytes(task, key, parts.get("size")));
        } else {
            throw new Unsayable("it is at no storage");
        }
        mount.put("mountpoint", Task.path(parts.get("mp").orElseThrow(() -> new Unsayable("it says no path"))));
        mount.putAll(options(parts));
        return mount;
    }

    private static Map<String, Object> options(PropertyString parts) {
        Map<String, Object> options = new LinkedHashMap<>();
        parts.properties().stream()
                .filter(part -> !List.of("", "volume", "size", "mp").contains(part.key()))
                .forEach(part -> {
                    if (!part.key().matches("[a-z][a-z-]*")) {
                        throw new Unsayable("it has a part with an unusual name");
                    }
                    options.put(part.key(), part.value());
                });
        return options.isEmpty() ? Map.of() : Map.of("options", options);
    }

    private static Object card(Task task, String key) {
        PropertyString card = PropertyString.parse(task.config.get(key).orElseThrow());
        card.get("hwaddr").ifPresent(mac -> task.notes.add("made anew: " + key + " hwaddr=" + Task.shown(mac)));
        return card.without("hwaddr").toString();
    }
}
