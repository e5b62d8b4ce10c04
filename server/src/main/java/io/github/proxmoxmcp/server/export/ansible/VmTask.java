package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.server.export.Encoded;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.Sizes;
import io.github.proxmoxmcp.server.export.ansible.Task.Unsayable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A virtual machine by `community.proxmox.proxmox_kvm`.
final class VmTask {

    static final String MODULE = "community.proxmox.proxmox_kvm";

    private static final List<String> MAC_PARTS = List.of(
            "macaddr",
            "virtio",
            "e1000",
            "e1000e",
            "rtl8139",
            "vmxnet3",
            "ne2k_pci",
            "ne2k_isa",
            "pcnet",
            "i82551",
            "i82557b",
            "i82559er",
            "e1000-82540em",
            "e1000-82544gc",
            "e1000-82545em");

    private static final List<String> TEXTS = words("name description agent boot bootdisk cicustom ciuser cpu"
            + " hookscript hotplug keyboard machine rng0 spice_enhancements startdate startup vga watchdog");

    private static final List<String> TRUTHS =
            words("acpi autostart ciupgrade freeze kvm localtime onboot protection tablet tdf template");

    private static final List<String> NUMBERS =
            words("balloon cores cpulimit cpuunits migrate_downtime migrate_speed" + " shares sockets vcpus");

    private static final SortedMap<String, String> CHOICES = new TreeMap<>(Map.of(
            "bios", "seabios ovmf",
            "citype", "nocloud configdrive2",
            "hugepages", "any 2 1024",
            "scsihw", "lsi lsi53c810 virtio-scsi-pci virtio-scsi-single megasas pvscsi",
            "ostype", "other wxp w2k w2k3 w2k8 wvista win7 win8 win10 win11 l24 l26 solaris"));

    private VmTask() {}

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    /// All that is needed to make it.
    static Task create(ExportedGuest guest) {
        Task task = begun(guest);
        guest.guest().pool().ifPresent(pool -> task.options.put("pool", pool));
        settings(task);
        for (String bus : List.of("scsi", "sata", "virtio", "ide")) {
            task.numbered(bus, bus, key -> disk(task, key));
        }
        efi(task);
        tpm(task);
        task.numbered("net", "net", key -> card(task, key));
        task.numbered("ipconfig", "ipconfig", key -> whole(task, key));
        for (String device : List.of("hostpci", "numa", "parallel", "serial", "usb", "virtiofs")) {
            task.numbered(device, device, key -> whole(task, key));
        }
        task.numbered("audio", "audio", key -> whole(task, key));
        task.config.get("args").ifPresent(_ -> task.notes.add("args needs root@pam and its password, not a token"));
        task.options.put("state", "present");
        return task;
    }

    /// Settings alone, for one that is there.
    static Task update(ExportedGuest guest) {
        Task task = begun(guest);
        settings(task);
        task.options.remove("template");
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
        TEXTS.forEach(text -> task.option(text, text, value -> value));
        TRUTHS.forEach(truth -> task.option(truth, truth, Task::truth));
        NUMBERS.forEach(number -> task.option(number, number, Task::integer));
        CHOICES.forEach((key, words) -> task.option(key, key, Task.oneOf(words.split(" "))));
        task.option("allow_ksm", "allow-ksm", Task::truth);
        task.option("numa_enabled", "numa", Task::truth);
        task.option("memory", "memory", text -> Task.integer(text.replaceFirst("^current=", "")));
        task.option("tags", "tags", VmTask::tags);
        task.option("nameservers", "nameserver", text -> List.of(text.split(" ")));
        task.option("searchdomains", "searchdomain", text -> List.of(text.split(" ")));
        task.option("sshkeys", "sshkeys", text -> String.join("\n", Encoded.sshKeys(text)));
        smbios(task);
    }

    /// Its uuid is made anew.
    private static void smbios(Task task) {
        task.config.get("smbios1").map(PropertyString::parse).ifPresent(parts -> {
            if (parts.keys().stream().anyMatch(part -> !part.equals("uuid"))) {
                parts.get("uuid").ifPresent(uuid -> task.notes.add("made anew: smbios1 uuid=" + Task.shown(uuid)));
                task.config.take("smbios1");
                task.options.put("smbios", parts.without("uuid").toString());
            }
        });
    }

    static List<String> tags(String text) {
        List<String> tags =
                Arrays.stream(text.split(";")).filter(tag -> !tag.isBlank()).toList();
        if (!tags.stream().allMatch(tag -> tag.matches("[A-Za-z0-9_][A-Za-z0-9_+.-]*"))) {
            throw new Unsayable("the module takes letters, digits, '_', '-', '+' and '.'");
        }
        return tags;
    }

    private static Object whole(Task task, String key) {
        return task.config.get(key).orElseThrow();
    }

    /// Its volume is made anew, of the same size at the same storage.
    private static Object disk(Task task, String key) {
        PropertyString parts = PropertyString.parse(task.config.get(key).orElseThrow());
        String file = parts.get("file", "file").orElse("");
        PropertyString rest = parts.without("").without("file").without("size");
        if (file.matches(".*[:/](vm-\\d+-)?cloudinit(\\.[a-z0-9]+)?")) {
            parts.get("size")
                    .ifPresent(size -> task.notes.add(key + " size=" + Task.shown(size) + " is Proxmox's own"));
            return file.substring(0, file.indexOf(':')) + ":cloudinit" + behind(rest);
        }
        if (parts.get("media").filter("cdrom"::equals).isPresent() || !file.contains(":") || file.startsWith("/")) {
            return parts.toString();
        }
        return file.substring(0, file.indexOf(':')) + ":" + gibibytes(task, key, parts.get("size")) + behind(rest);
    }

    static long gibibytes(Task task, String key, Optional<String> size) {
        String text = size.orElseThrow(() -> new Unsayable("its size is not known"));
        long gibibytes = Sizes.gibibytesUp(text).orElseThrow(() -> new Unsayable("its size is not known"));
        if (Sizes.bytes(text).orElse(0) != gibibytes * Sizes.GIBIBYTE) {
            task.notes.add(key + " has " + text + ", which is made to whole GiB");
        }
        return gibibytes;
    }

    private static String behind(PropertyString rest) {
        return rest.properties().isEmpty() ? "" : "," + rest;
    }

    private static void efi(Task task) {
        if (task.config.get("efidisk0").isEmpty()) {
            return;
        }
        if (!"ovmf".equals(task.options.get("bios"))) {
            task.notes.add("efidisk0: the module takes it with bios ovmf only");
            return;
        }
        Parts parts = task.config.open("efidisk0").orElseThrow();
        Map<String, Object> disk = new LinkedHashMap<>();
        parts.take("file", "file")
                .filter(file -> file.contains(":"))
                .ifPresent(file -> disk.put("storage", file.substring(0, file.indexOf(':'))));
        parts.take("format").ifPresent(format -> disk.put("format", format));
        parts.take("efitype").ifPresent(type -> disk.put("efitype", type));
        parts.take("pre-enrolled-keys").ifPresent(keys -> disk.put("pre_enrolled_keys", keys.equals("1")));
        task.options.put("efidisk0", disk);
    }

    private static void tpm(Task task) {
        task.config.get("tpmstate0").map(PropertyString::parse).ifPresent(state -> {
            String file = state.get("file", "file").orElse("");
            String version = state.get("version").orElse("v1.2");
            if (!file.contains(":") || !version.matches("v(1\\.2|2\\.0)")) {
                task.notes.add("tpmstate0: the module takes a storage, and version 1.2 or 2.0");
                return;
            }
            if (state.get("version").isEmpty()) {
                task.notes.add("tpmstate0 says no version, which means 1.2");
            }
            Parts parts = task.config.open("tpmstate0").orElseThrow();
            parts.take("file", "file");
            parts.take("version");
            Map<String, Object> tpm = new LinkedHashMap<>();
            tpm.put("storage", file.substring(0, file.indexOf(':')));
            tpm.put("version", version.substring(1));
            task.options.put("tpmstate0", tpm);
        });
    }

    /// Its address is made anew, for the old guest may still be there.
    private static Object card(Task task, String key) {
        PropertyString card = PropertyString.parse(task.config.get(key).orElseThrow());
        PropertyString anew = new PropertyString(card.properties().stream()
                .filter(part -> !part.key().equals("macaddr"))
                .map(part -> MAC_PARTS.contains(part.key()) ? new PropertyString.Property("", part.key()) : part)
                .toList());
        card.properties().stream()
                .filter(part -> MAC_PARTS.contains(part.key()))
                .forEach(part -> task.notes.add("made anew: " + key + " " + Task.shown(part.toString())));
        return anew.toString();
    }
}
