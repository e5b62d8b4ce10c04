package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/// What the guests of a believable cluster are for, and how such a guest is configured.
final class SampleGuests {
    /// When the first guests were made. A fixed date: a configuration must not depend on the day of the start.
    static final Instant FOUNDED = Instant.parse("2026-01-12T08:00:00Z");

    static final List<String> BRIDGES = List.of("vmbr0", "vmbr1");

    /// A purpose that some guests have in common.
    record Role(String name, GuestType kind, String tags, String pool, int cores, int memory, int disk) {}

    static final List<Role> ROLES = List.of(
            new Role("web", GuestType.QEMU, "linux;prod;web", "prod", 2, 4096, 32),
            new Role("app", GuestType.QEMU, "linux;prod", "prod", 4, 8192, 48),
            new Role("db", GuestType.QEMU, "db;linux;prod", "prod", 4, 16384, 120),
            new Role("cache", GuestType.LXC, "linux;prod", "prod", 2, 2048, 8),
            new Role("queue", GuestType.QEMU, "linux;prod", "prod", 2, 4096, 24),
            new Role("proxy", GuestType.LXC, "linux;web", "prod", 1, 512, 4),
            new Role("ci", GuestType.QEMU, "lab;linux", "lab", 4, 8192, 64),
            new Role("build", GuestType.QEMU, "lab;linux", "lab", 8, 16384, 100),
            new Role("test", GuestType.QEMU, "lab", "lab", 2, 2048, 20),
            new Role("ldap", GuestType.LXC, "infra;linux", "infra", 1, 1024, 8),
            new Role("wiki", GuestType.LXC, "infra;linux", "infra", 1, 1024, 8),
            new Role("files", GuestType.QEMU, "infra;linux", "infra", 2, 4096, 200),
            new Role("desktop", GuestType.QEMU, "windows", "lab", 4, 8192, 80));

    private SampleGuests() {}

    static Map<String, String> options(
            Role role, int vmid, String name, String storage, long seed, SplittableRandom random) {
        return role.kind() == GuestType.QEMU
                ? machine(role, vmid, name, storage, seed, random)
                : container(role, vmid, name, storage, seed);
    }

    static String uuid(SplittableRandom random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /// Proxmox's own prefix, then three bytes that differ for every two guests of one seed.
    static String mac(int vmid, long seed) {
        int mixed = (int) ((vmid * 0x9E3779B1L ^ seed) & 0xFFFFFF);
        return "BC:24:11:%02X:%02X:%02X".formatted(mixed >> 16, (mixed >> 8) & 0xFF, mixed & 0xFF);
    }

    /// A network card's line with another address.
    static String withMac(String line, int vmid, long seed) {
        return line.replaceFirst("BC:24:11(:[0-9A-F]{2}){3}", mac(vmid, seed));
    }

    /// The address that a guest has, static or from the network's DHCP server.
    static String address(int vmid) {
        int index = Math.max(0, vmid - 100);
        return "10.0.%d.%d".formatted(1 + (index / 250) % 250, 2 + index % 250);
    }

    private static Map<String, String> machine(
            Role role, int vmid, String name, String storage, long seed, SplittableRandom random) {
        boolean windows = role.tags().contains("windows");
        var options = new TreeMap<String, String>();
        options.put("name", name);
        options.put("tags", role.tags());
        options.put("cores", Integer.toString(role.cores()));
        options.put("sockets", "1");
        options.put("memory", Integer.toString(role.memory()));
        options.put("cpu", "x86-64-v2-AES");
        options.put("numa", "0");
        options.put("ostype", windows ? "win11" : "l26");
        options.put("agent", "1");
        options.put("onboot", role.pool().equals("lab") ? "0" : "1");
        options.put("boot", "order=scsi0;ide2;net0");
        options.put("ide2", "none,media=cdrom");
        options.put("scsihw", "virtio-scsi-single");
        options.put("scsi0", "%s:vm-%d-disk-0,discard=on,iothread=1,size=%dG".formatted(storage, vmid, role.disk()));
        if (role.name().equals("db")) {
            options.put("scsi1", "%s:vm-%d-disk-1,discard=on,iothread=1,size=%dG".formatted(storage, vmid, 250));
        }
        options.put("net0", "virtio=%s,bridge=%s,firewall=1".formatted(mac(vmid, seed), bridge(role)));
        options.put("smbios1", "uuid=" + uuid(random));
        options.put("vmgenid", uuid(random));
        options.put("meta", "creation-qemu=10.1.2,ctime=" + (FOUNDED.getEpochSecond() + vmid * 3_600L));
        return options;
    }

    private static Map<String, String> container(Role role, int vmid, String name, String storage, long seed) {
        var options = new TreeMap<String, String>();
        options.put("hostname", name);
        options.put("tags", role.tags());
        options.put("arch", "amd64");
        options.put("cores", Integer.toString(role.cores()));
        options.put("memory", Integer.toString(role.memory()));
        options.put("swap", "512");
        options.put("ostype", "debian");
        options.put("unprivileged", "1");
        options.put("features", "nesting=1");
        options.put("onboot", "1");
        options.put("rootfs", "%s:vm-%d-disk-0,size=%dG".formatted(storage, vmid, role.disk()));
        options.put(
                "net0",
                "name=eth0,bridge=%s,firewall=1,gw=%s,hwaddr=%s,ip=%s/16,type=veth"
                        .formatted(bridge(role), "10.0.0.1", mac(vmid, seed), address(vmid)));
        return options;
    }

    private static String bridge(Role role) {
        return role.pool().equals("lab") ? "vmbr1" : "vmbr0";
    }
}
