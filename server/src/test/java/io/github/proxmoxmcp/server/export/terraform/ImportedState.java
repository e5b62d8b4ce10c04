package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the provider holds of a virtual machine after it imported it: its reading (`vmReadCustom` and what it calls, of
/// commit d6bd1ffe), told again, and not what our exporter thinks of it.
final class ImportedState {

    private final Map<String, String> config;
    private final int vmid;
    private final Map<String, Object> state = new LinkedHashMap<>();

    private ImportedState(ExportedGuest guest) {
        config = guest.config();
        vmid = guest.vmid();
        state.put("node_name", guest.guest().node());
        state.put("vm_id", vmid);
    }

    static Map<String, Object> of(ExportedGuest guest) {
        ImportedState imported = new ImportedState(guest);
        imported.primitives();
        imported.processor();
        imported.others();
        imported.disks();
        imported.cards();
        imported.devices();
        imported.smbios();
        imported.initialization();
        return imported.state;
    }

    /// As the provider splits: what has more than one `=` is not seen.
    static Map<String, String> parts(String text, String positional) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.strip().split("=", -1);
            if (pair.length <= 2) {
                parts.put(pair.length == 1 ? positional : pair[0], pair[pair.length - 1]);
            }
        }
        return parts;
    }

    private Map<String, String> parts(String key, String positional, String absent) {
        return parts(config.getOrDefault(key, absent), positional);
    }

    /// A block by words such as `trim<fstrim_cloned_disks:b=0`: an argument, the part that it is read from where that
    /// is called otherwise, its type (truth, number, text, list) and what it is where that is absent.
    static Map<String, Object> block(Map<String, String> parts, String words) {
        Map<String, Object> block = new LinkedHashMap<>();
        for (String word : words.split(" ")) {
            String name = word.replaceFirst("[<:].*", "");
            String part = word.contains("<") ? word.replaceFirst(".*<(.*):.*", "$1") : name;
            String value = parts.getOrDefault(part, word.substring(word.indexOf('=') + 1));
            block.put(
                    name,
                    switch (word.charAt(word.indexOf('=') - 1)) {
                        case 'b' -> value.equals("1");
                        case 'n' -> new BigDecimal(value);
                        case 'l' -> value.isEmpty() ? List.of() : List.of(value.split(";"));
                        default -> value;
                    });
        }
        return block;
    }

    /// A block that is in the state only where it is not as by default.
    private void unlessDefault(String name, Map<String, Object> block, Map<String, Object> defaults) {
        if (!block.equals(defaults)) {
            state.put(name, List.of(block));
        }
    }

    private void ifSet(String name, String key, String positional, String words) {
        if (config.containsKey(key)) {
            state.put(name, List.of(block(parts(key, positional, ""), words)));
        }
    }

    private SortedMap<Integer, Map<String, String>> numbered(String name, String positional, int below) {
        return numbered(config, name, positional).headMap(below);
    }

    static SortedMap<Integer, Map<String, String>> numbered(
            Map<String, String> config, String name, String positional) {
        SortedMap<Integer, Map<String, String>> found = new TreeMap<>();
        config.forEach((key, value) -> {
            if (key.matches(name + "\\d+")) {
                found.put(Integer.valueOf(key.substring(name.length())), parts(value, positional));
            }
        });
        return found;
    }

    private void primitives() {
        state.putAll(block(
                config,
                "acpi:b=1 kvm_arguments<args:s= bios:s=seabios description:s= hook_script_file_id<hookscript:s="
                        + " on_boot<onboot:b=0 hotplug:s= keyboard_layout<keyboard:s=en-us machine:s= name:s="
                        + " protection:b=0 tablet_device<tablet:b=1 template:b=0 scsi_hardware<scsihw:s= tags:l="));
        state.put("kvm_arguments", config.getOrDefault("args", "").isBlank() ? "" : config.get("args"));
        state.put(
                "tags",
                config.containsKey("tags")
                        ? List.of(config.get("tags").split(";")).stream()
                                .sorted()
                                .toList()
                        : "");
        state.putAll(block(parts("boot", "", ""), "boot_order<order:l="));
    }

    private void processor() {
        Map<String, String> all = new LinkedHashMap<>(config);
        all.remove("cpu");
        all.putAll(parts("cpu", "cputype", "qemu64"));
        String counted = "architecture<arch:s= cores:n=1 flags:l= hotplugged<vcpus:n=0 limit<cpulimit:n=0 sockets:n=1"
                + " type<cputype:s= units<cpuunits:n=0";
        Map<String, Object> defaults = block(Map.of("cputype", "qemu64"), counted);
        if (!block(all, counted).equals(defaults)) {
            state.put("cpu", List.of(block(all, counted + " numa:b=0 affinity:s=")));
        }
        all.remove("size");
        all.putAll(parts("ivshmem", "", ""));
        String memory = "dedicated<memory:n=0 floating<balloon:n=0 shared<size:n=0 hugepages:s="
                + " keep_hugepages<keephugepages:b=0";
        unlessDefault("memory", block(all, memory), block(Map.of("memory", "512"), memory));
        List<Object> nodes = new ArrayList<>();
        numbered("numa", "", 8).forEach((number, numa) -> {
            if (numa.containsKey("cpus") && numa.containsKey("hostnodes")) {
                numa.put("device", "numa" + number);
                nodes.add(block(numa, "device:s= cpus:s= hostnodes:s= memory:n=0 policy:s="));
            }
        });
        state.put("numa", nodes);
    }

    private void others() {
        String agent = "enabled:b=0 trim<fstrim_cloned_disks:b=0 type:s=virtio";
        unlessDefault("agent", block(parts("agent", "enabled", "0"), agent), block(Map.of(), agent));
        unlessDefault("operating_system", block(config, "type<ostype:s="), Map.of("type", "other"));
        String vga = "type:s= memory:n=16 clipboard:s=";
        unlessDefault("vga", block(parts("vga", "type", "std"), vga), block(Map.of("type", "std"), vga));
        ifSet("startup", "startup", "", "order:n=-1 up_delay<up:n=-1 down_delay<down:n=-1");
    }

    private void disks() {
        List<Object> disks = new ArrayList<>();
        for (String bus : List.of("ide", "sata", "scsi", "virtio")) {
            numbered(bus, "file", 99).forEach((number, drive) -> {
                String file = drive.getOrDefault("file", "");
                boolean cdrom = file.equals("none") || "cdrom".equals(drive.get("media"));
                if (!cdrom && !file.contains("vm-" + vmid + "-cloudinit")) {
                    disks.add(disk(bus + number, file, drive));
                }
            });
        }
        state.put("disk", disks);
        if (config.containsKey("ide3")) {
            String file = parts("ide3", "file", "").getOrDefault("file", "");
            state.put("cdrom", List.of(Map.of("file_id", file, "interface", "ide3")));
        }
        stored(
                "efi_disk",
                "efidisk0",
                "local-lvm 2m raw",
                "datastore_id<file:s= type<efitype:s=2m pre_enrolled_keys<pre-enrolled-keys:b=0");
        stored("tpm_state", "tpmstate0", "local-lvm v2.0", "datastore_id<file:s= version:s=v2.0");
    }

    /// Not in the state where it is just as by default, but an EFI disk that does not say that it is raw.
    private void stored(String name, String key, String usual, String words) {
        if (config.containsKey(key)) {
            Map<String, String> parts = parts(key, "file", "");
            parts.put("file", parts.getOrDefault("file", "").split(":")[0]);
            Map<String, Object> block = block(parts, words);
            boolean raw = !usual.endsWith("raw") || "raw".equals(parts.get("format"));
            unlessDefault(name, block, raw ? block(Map.of("file", "local-lvm"), words) : Map.of());
        }
    }

    private static Map<String, Object> disk(String key, String file, Map<String, String> drive) {
        Map<String, Object> disk = block(
                drive,
                "aio:s=io_uring backup:b=1 iothread:b=0 queues:n=0 replicate:b=1 serial:s= ssd:b=0 discard:s=ignore"
                        + " cache:s=none");
        disk.put("interface", key);
        disk.put("datastore_id", file.substring(0, Math.max(0, file.indexOf(':'))));
        disk.put("path_in_datastore", file.substring(file.indexOf(':') + 1));
        disk.put("size", gibibytes(drive.getOrDefault("size", "0")));
        Map<String, Object> speed = block(
                drive,
                "iops_read<iops_rd:n=0 iops_read_burstable<iops_rd_max:n=0 iops_write<iops_wr:n=0"
                        + " iops_write_burstable<iops_wr_max:n=0 read<mbps_rd:n=0 read_burstable<mbps_rd_max:n=0"
                        + " write<mbps_wr:n=0 write_burstable<mbps_wr_max:n=0");
        boolean limited = drive.keySet().stream().anyMatch(part -> part.matches("(iops|mbps)_(rd|wr)(_max)?"));
        disk.put("speed", limited ? List.of(speed) : List.of());
        return disk;
    }

    static BigDecimal gibibytes(String size) {
        long number = Long.parseLong(size.replaceAll("\\D", ""));
        return new BigDecimal(
                switch (size.charAt(size.length() - 1)) {
                    case 'T' -> number << 10;
                    case 'G' -> number;
                    case 'M' -> number >> 10;
                    case 'K' -> number >> 20;
                    default -> number >> 30;
                });
    }

    /// By position; a gap is an empty card.
    private void cards() {
        List<Object> cards = new ArrayList<>();
        numbered("net", "", 32).forEach((number, net) -> {
            while (cards.size() < number) {
                cards.add(Map.of("model", "no card"));
            }
            net.entrySet().stream()
                    .filter(part -> !part.getKey()
                            .matches("bridge|link_down|firewall|queues|rate|tag|mtu|trunks|model|macaddr|"))
                    .toList()
                    .forEach(part -> {
                        net.put("model", part.getKey());
                        net.put("macaddr", part.getValue());
                    });
            cards.add(block(
                    net,
                    "bridge:s= enabled:b=1 disconnected<link_down:b=0 firewall:b=0 queues:n=0 rate_limit<rate:n=0"
                            + " vlan_id<tag:n=0 mtu:n=0 trunks:s= model:s= mac_address<macaddr:s="));
        });
        state.put("network_device", cards);
    }

    private void devices() {
        List<Object> pci = new ArrayList<>();
        numbered("hostpci", "host", 16).forEach((number, device) -> {
            device.put("device", "hostpci" + number);
            if (device.containsKey("host") || device.containsKey("mapping")) {
                pci.add(block(
                        device,
                        "device:s= id<host:s= mapping:s= mdev:s= pcie:b=0 rombar:b=1 rom_file<romfile:s="
                                + " xvga<x-vga:b=0"));
            }
        });
        state.put("hostpci", pci);
        state.put(
                "usb",
                numbered("usb", "host", 4).values().stream()
                        .filter(device -> device.containsKey("host") || device.containsKey("mapping"))
                        .map(device -> block(device, "host:s= mapping:s= usb3:b=0"))
                        .toList());
        state.put(
                "virtiofs",
                numbered("virtiofs", "dirid", 10).values().stream()
                        .map(share -> {
                            share.putIfAbsent("expose-xattr", share.getOrDefault("expose-acl", "0"));
                            return block(
                                    share,
                                    "mapping<dirid:s= cache:s=auto direct_io<direct-io:b=0 expose_acl<expose-acl:b=0"
                                            + " expose_xattr<expose-xattr:b=0");
                        })
                        .toList());
        List<Object> serial = new ArrayList<>();
        numbered("serial", "device", 4).forEach((number, port) -> {
            while (serial.size() < number) {
                serial.add(Map.of("device", ""));
            }
            serial.add(block(port, "device:s="));
        });
        state.put("serial_device", serial);
        ifSet("audio_device", "audio0", "", "device:s= driver:s= enabled:b=1");
        ifSet("rng", "rng0", "source", "source:s= max_bytes:n=0 period:n=0");
        ifSet("watchdog", "watchdog", "model", "enabled:b=1 model:s=i6300esb action:s=none");
        if (config.containsKey("amd-sev")) {
            String words = "type:s= allow_smt<allow-smt:b=0 kernel_hashes<kernel-hashes:b=0 no_debug<no-debug:b=0"
                    + " no_key_sharing<no-key-sharing:b=0";
            unlessDefault(
                    "amd_sev",
                    block(parts("amd-sev", "type", ""), words),
                    block(Map.of("type", "std", "allow-smt", "1"), words));
        }
    }

    private void smbios() {
        Map<String, Object> words = new LinkedHashMap<>();
        for (String part : config.getOrDefault("smbios1", "").split(",")) {
            String[] pair = part.split("=", 2);
            if (pair[0].matches("family|manufacturer|product|serial|sku|version")
                    && pair[1].matches("[A-Za-z0-9+/=]+")) {
                words.put(pair[0], new String(Base64.getMimeDecoder().decode(pair[1]), StandardCharsets.UTF_8));
            }
            if (pair[0].equals("uuid")) {
                words.put("uuid", pair[1]);
            }
        }
        if (words.size() > (words.containsKey("uuid") ? 1 : 0)) {
            state.put("smbios", List.of(words));
        }
    }

    private void initialization() {
        Map<String, Object> block = new LinkedHashMap<>();
        config.forEach((key, value) -> {
            String file = parts(value, "file").getOrDefault("file", "");
            if (key.matches("(ide|sata|scsi|virtio)\\d+") && file.contains("vm-" + vmid + "-cloudinit")) {
                block.put("interface", key);
                block.put("datastore_id", file.split(":")[0]);
            }
        });
        if (config.containsKey("nameserver") || config.containsKey("searchdomain")) {
            Map<String, String> spaced = new LinkedHashMap<>(config);
            spaced.computeIfPresent("nameserver", (_, servers) -> servers.replace(' ', ';'));
            block.put("dns", List.of(block(spaced, "domain<searchdomain:s= servers<nameserver:l=")));
        }
        List<Object> addresses = new ArrayList<>();
        numbered("ipconfig", "", 32).forEach((number, ip) -> {
            while (addresses.size() < number) {
                addresses.add(Map.of());
            }
            addresses.add(Map.of("ipv4", family(ip, "ip", "gw"), "ipv6", family(ip, "ip6", "gw6")));
        });
        block.put("ip_config", addresses);
        if (config.containsKey("cipassword") || config.containsKey("sshkeys") || config.containsKey("ciuser")) {
            // Of the password asterisks are read, which are compared with nothing.
            String keys = URLDecoder.decode(config.getOrDefault("sshkeys", ""), StandardCharsets.UTF_8);
            List<String> lines =
                    keys.isBlank() ? List.of() : List.of(keys.strip().split("\n"));
            block.put("user_account", List.of(Map.of("username", config.getOrDefault("ciuser", ""), "keys", lines)));
        }
        block.putAll(block(
                parts("cicustom", "", ""),
                "user_data_file_id<user:s= vendor_data_file_id<vendor:s= network_data_file_id<network:s="
                        + " meta_data_file_id<meta:s="));
        block.putAll(block(config, "type<citype:s= upgrade<ciupgrade:b=1"));
        boolean any = config.keySet().stream()
                .anyMatch(key -> key.matches(
                        "ci(user|password|custom|type|upgrade)|sshkeys|nameserver|searchdomain|ipconfig\\d+"));
        if (any || block.containsKey("interface")) {
            state.put("initialization", List.of(block));
        }
    }

    static List<Object> family(Map<String, String> parts, String ip, String gateway) {
        return parts.containsKey(ip) || parts.containsKey(gateway)
                ? List.of(Map.of("address", parts.getOrDefault(ip, ""), "gateway", parts.getOrDefault(gateway, "")))
                : List.of();
    }
}
