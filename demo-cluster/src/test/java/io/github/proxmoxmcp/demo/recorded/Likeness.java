package io.github.proxmoxmcp.demo.recorded;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.ManualClock;
import io.github.proxmoxmcp.demo.access.Roles;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.access.User;
import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.Snapshot;
import io.github.proxmoxmcp.demo.model.Volume;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/// A demo cluster with the guests, storages, pools and tokens of the cluster that was recorded.
final class Likeness {
    private static final long SIZE = 270_553_174_016L;
    private static final Set<String> OPERATIONS =
            Set.of("VM.Audit", "VM.PowerMgmt", "VM.Config.Options", "Datastore.Audit");

    private final DemoCluster cluster;
    private final Map<String, String> tokens = new HashMap<>();

    private Likeness(DemoCluster cluster) {
        this.cluster = cluster;
    }

    static Likeness start(ManualClock clock) {
        var likeness = new Likeness(DemoCluster.start(new DemoSettings(3, 0, 1), clock));
        likeness.tokens();
        likeness.storages();
        likeness.machines();
        likeness.containers();
        likeness.pools();
        likeness.people();
        return likeness;
    }

    DemoCluster cluster() {
        return cluster;
    }

    String token(String name) {
        return Optional.ofNullable(tokens.get(name)).orElseThrow(() -> new IllegalStateException("no token " + name));
    }

    private void tokens() {
        tokens.put("full", cluster.token(TokenLevel.FULL));
        tokens.put("audit", cluster.token(TokenLevel.AUDIT));
        tokens.put("none", cluster.token(TokenLevel.NONE));
        tokens.put("admin", cluster.issueToken("root@pam!admin", Map.of("/", Roles.all())));
        tokens.put("sep", cluster.issueToken("joe@pve!sep", Map.of()));
        tokens.put("mcp", cluster.issueToken("joe@pve!mcp", Map.of("/vms", OPERATIONS, "/vms/100", Roles.all())));
    }

    private void people() {
        var details = new TreeMap<>(Map.of("comment", "Joe User", "firstname", "Joe", "email", "joe@sim.local"));
        cluster.addGroup("admins", "Admins");
        cluster.addUser(
                new User("joe@pve", true, 0, List.of("admins"), details),
                "joesecret",
                Map.of("/vms", Roles.privileges(List.of("PVEVMAdmin"))));
        cluster.world()
                .putBackupJob(
                        "backup-nightly",
                        Map.of(
                                "all", "1",
                                "mode", "snapshot",
                                "notes-template", "{{guestname}}",
                                "prune-backups", "keep-last=3",
                                "schedule", "02:00",
                                "storage", "local"));
    }

    private void storages() {
        var world = cluster.world();
        List.of("local", "local-lvm", "ceph", "backup", "archive").forEach(world::removeStorage);
        var everything = List.of("iso", "snippets", "images", "import", "vztmpl", "rootdir", "backup");
        world.putStorage(storage(
                "local",
                "dir",
                everything,
                false,
                List.of(),
                Map.of("path", "/var/lib/vz", "prune-backups", "keep-all=1")));
        world.putStorage(storage(
                "shared",
                "dir",
                List.of("backup", "rootdir", "vztmpl", "images", "iso"),
                true,
                List.of(),
                Map.of("path", "/var/lib/vz-shared")));
        world.putStorage(storage(
                "onlypve2", "dir", List.of("images"), false, List.of("pve2"), Map.of("path", "/var/lib/vz/extra")));
        var dead = Map.of("path", "/mnt/pve/deadnfs", "server", "10.99.0.250", "export", "/export");
        world.putStorage(
                new ConfiguredStorage("deadnfs", "nfs", List.of("images"), true, false, List.of(), dead, SIZE));
        world.removeVolume("local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst");
        world.putVolume(file("local:iso/tiny.iso", "iso", "iso"));
        world.putVolume(file("local:snippets/user.yaml", "snippets", "snippet"));
        world.putVolume(file("local:vztmpl/alpine-3.22-default_20250617_amd64.tar.xz", "vztmpl", "txz"));
        world.putVolume(new Volume(
                "local",
                Optional.of("pve1"),
                "local:backup/vzdump-qemu-100-2026_11_01-02_00_00.vma.zst",
                "backup",
                "vma.zst",
                8_192,
                Instant.ofEpochSecond(1_793_498_400),
                OptionalInt.of(100),
                Optional.of("nightly"),
                false));
    }

    private void machines() {
        machine(100, "pve1", true, web());
        cluster.world().place(100, snapshot("initial", Optional.empty(), "", "256"));
        cluster.world()
                .place(100, snapshot("before-upgrade", Optional.of("initial"), "taken before the upgrade", "256"));
        var db = named("db01", "2048", "2", "tags", "db;prod", "balloon", "1024", "serial0", "socket");
        db.put("scsi0", "shared:101/vm-101-disk-0.qcow2,size=128M");
        db.put("scsi1", "shared:101/vm-101-disk-1.raw,size=32M");
        db.put("unused0", "local:101/vm-101-disk-9.qcow2,size=32M");
        db.put("boot", "order=scsi0");
        db.put("protection", "1");
        machine(101, "pve1", false, db);
        cluster.world().manage(101, "stopped", "db HA");
        machine(102, "pve1", false, named("locked-backup", "512", "1", "lock", "backup"));
        machine(103, "pve1", false, pendingLater());
        machine(
                104,
                "pve1",
                true,
                linux("guest04", "local:104/vm-104-disk-0.qcow2,size=16M", "tags", "linux", "serial0", "socket"));
        var template = named("debian12-tmpl", "1024", "1", "template", "1");
        template.put("scsi0", "shared:110/base-110-disk-0.qcow2,size=64M");
        template.put("boot", "order=scsi0;net0");
        machine(110, "pve2", false, template);
        machine(111, "pve2", false, named("app01", "2048", "2", "tags", "lab"));
        machine(112, "pve2", false, linux("guest12", "shared:112/vm-112-disk-0.qcow2,size=16M"));
        machine(120, "pve3", false, named("edge01", "1024", "2"));
    }

    private static Map<String, String> pendingLater() {
        var options = named("pending-changes", "1024", "2", "ostype", "l26");
        options.put("net0", "virtio=BC:24:11:00:01:03,bridge=vmbr0");
        return options;
    }

    private static Map<String, String> web() {
        var options =
                named("web01", "512", "2", "tags", "prod;web", "agent", "1", "kvm", "0", "numa", "0", "sockets", "1");
        options.put("acpi", "0");
        options.put("description", "changed by joe");
        options.put("scsihw", "virtio-scsi-single");
        options.put("ide2", "none,media=cdrom");
        options.put("boot", "order=scsi0;ide2;net0");
        options.put("scsi0", "local:100/vm-100-disk-0.qcow2,discard=on,iothread=1,size=64M");
        options.put("cpu", "x86-64-v2-AES");
        options.put("net0", "virtio=BC:24:11:00:01:00,bridge=vmbr0");
        options.put("ostype", "l26");
        options.put("smbios1", "uuid=0f3a7a52-3f1e-4e5e-9a8a-aaaaaaaa0100");
        options.put("vmgenid", "5b1a8a61-0000-4000-8000-000000000100");
        options.put("meta", "creation-qemu=10.1.2,ctime=1764000000");
        return options;
    }

    private void containers() {
        var dns = new TreeMap<>(Map.of(
                "rootfs", "local:200/vm-200-disk-0.raw,size=64M",
                "hostname", "ct-dns",
                "ostype", "debian",
                "unprivileged", "1",
                "net0", "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:00,ip=dhcp,type=veth",
                "features", "nesting=1",
                "memory", "256",
                "arch", "amd64",
                "cores", "1",
                "swap", "128"));
        dns.put("description", "container notes");
        dns.put("tags", "infra");
        cluster.world().place(GuestType.LXC, 200, "pve1", dns, false);
        cluster.world()
                .place(
                        200,
                        new Snapshot("snap1", Optional.empty(), Instant.ofEpochSecond(1_763_900_500), "", false, dns));
        container(
                201,
                "pve2",
                "ct-tmpl",
                "shared:201/base-201-disk-0.raw,size=64M",
                false,
                "template",
                "1",
                "ostype",
                "alpine");
        container(202, "pve3", "ct-edge", "local:202/vm-202-disk-0.raw,size=16M", false);
    }

    private void container(int vmid, String node, String name, String rootfs, boolean running, String... more) {
        var options = pairs(more);
        options.putAll(Map.of("hostname", name, "memory", "512", "arch", "amd64", "rootfs", rootfs));
        cluster.world().place(GuestType.LXC, vmid, node, options, running);
    }

    private void pools() {
        var world = cluster.world();
        world.removePool("infra");
        world.createPool("prod", "production pool");
        world.createPool("lab", "");
        world.createPool("prod/db", "");
        world.setPool(100, "prod");
        world.setPool(101, "prod");
        world.setPool(111, "lab");
        world.setPool(200, "lab");
        world.addToPool("prod", "shared");
    }

    private void machine(int vmid, String node, boolean running, Map<String, String> options) {
        cluster.world().place(GuestType.QEMU, vmid, node, options, running);
    }

    private static Map<String, String> linux(String name, String disk, String... more) {
        var options = named(name, "192", "1", more);
        options.put("agent", "1");
        options.put("ostype", "l26");
        options.put("scsi0", disk);
        options.put("net0", "virtio=BC:24:11:00:01:04,bridge=vmbr0");
        return options;
    }

    private static Map<String, String> named(String name, String memory, String cores, String... more) {
        var options = pairs(more);
        options.putAll(Map.of("name", name, "memory", memory, "cores", cores));
        return options;
    }

    private static Map<String, String> pairs(String... pairs) {
        var options = new TreeMap<String, String>();
        for (int index = 0; index < pairs.length; index += 2) {
            options.put(pairs[index], pairs[index + 1]);
        }
        return options;
    }

    private static Snapshot snapshot(String name, Optional<String> parent, String description, String memory) {
        var options = new TreeMap<>(web());
        options.keySet()
                .removeAll(Set.of("description", "tags", "cpu", "ide2", "kvm", "meta", "numa", "sockets", "acpi"));
        options.put("memory", memory);
        return new Snapshot(name, parent, Instant.ofEpochSecond(1_763_800_000), description, false, options);
    }

    private static ConfiguredStorage storage(
            String id,
            String type,
            List<String> content,
            boolean shared,
            List<String> nodes,
            Map<String, String> extra) {
        return new ConfiguredStorage(id, type, content, shared, true, nodes, extra, SIZE);
    }

    private static Volume file(String id, String content, String format) {
        return new Volume(
                "local",
                Optional.of("pve1"),
                id,
                content,
                format,
                1_048_576,
                Instant.ofEpochSecond(1_795_418_399),
                OptionalInt.empty(),
                Optional.empty(),
                false);
    }
}
