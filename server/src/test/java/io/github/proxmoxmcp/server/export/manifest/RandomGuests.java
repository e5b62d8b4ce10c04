package io.github.proxmoxmcp.server.export.manifest;

import io.github.proxmoxmcp.server.manifest.GuestFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Guests whose configuration dice made: every option that people set, odd values, and text that means harm.
final class RandomGuests {

    private static final List<String> NOTES = List.of(
            "plain",
            "two\nlines\n",
            "a: b\n- c\n",
            "{{ lookup('pipe', 'id') }} ${file(\"/etc/passwd\")} %{ if true }",
            "!!python/object/apply:os.system [\"id\"]",
            "'quoted' \"twice\" \\ back",
            " leading blank\n  and more\n",
            "---\n...\n--- !ruby/object:Gem",
            "tab\there \u0007 bell \u001b[31mred",
            "\u202Ereversed \u0085 next line \u2028 line",
            "null",
            "true",
            "~",
            "012",
            "1e3",
            "*alias &anchor",
            "# no comment",
            "grüße ✓ 🚀",
            "trailing colon:",
            "@at `tick",
            "key: |\n  block\n");

    private final Random random;

    RandomGuests(long seed) {
        random = new Random(seed);
    }

    /// @param option the one whose value is another
    record Changed(GuestFacts guest, String option) {}

    GuestFacts guest(int vmid) {
        boolean container = random.nextInt(3) == 0;
        TreeMap<String, String> config = new TreeMap<>(container ? container(vmid) : machine(vmid));
        if (random.nextBoolean()) {
            config.put("description", pick(NOTES.toArray(String[]::new)));
        }
        if (random.nextBoolean()) {
            config.put("tags", pick("prod;web", "a", "true;null", "1;2;3", "x_y;z-1;z.2", "on"));
        }
        if (random.nextInt(4) == 0) {
            config.put("startup", pick("order=3", "5", "order=1,up=30,down=60", "up=10"));
        }
        if (random.nextInt(4) == 0) {
            config.put("protection", "1");
        }
        return facts(vmid, container, config);
    }

    /// The same guest as Proxmox, or another version of it, might spell it.
    GuestFacts respelled(GuestFacts guest) {
        TreeMap<String, String> config = new TreeMap<>(guest.config().orElseThrow());
        config.replaceAll((option, text) -> option.equals("description")
                ? text.stripTrailing() + pick("", "\n", "\r\n")
                : option.matches("(scsi|net|mp)[0-9]+|rootfs|agent|features")
                        ? respelled(text)
                        : option.equals("tags") ? shuffled(text, ";", pick(";", ",", " ")) : text);
        config.put("vmgenid", String.valueOf(random.nextLong()));
        config.put("meta", "creation-qemu=11");
        return facts(guest.vmid(), guest.container(), config);
    }

    /// A guest that differs in one option.
    Changed changed(GuestFacts guest) {
        TreeMap<String, String> config = new TreeMap<>(guest.config().orElseThrow());
        String option = pick(config.keySet().stream()
                .filter(key -> key.matches("cores|memory|net0|description|tags|onboot|scsi0|rootfs|boot"))
                .toArray(String[]::new));
        config.computeIfPresent(option, (_, text) -> switch (option) {
            case "cores", "memory" -> String.valueOf(Integer.parseInt(text) + 1024);
            case "onboot" -> text.equals("1") ? "0" : "1";
            case "net0" -> text.replaceFirst("bridge=[^,]*", "bridge=other");
            case "scsi0", "rootfs" -> text.replaceFirst("size=[^,]*", "size=999G");
            case "boot" -> "order=net0";
            case "tags" -> text + ";more";
            default -> text + "x";
        });
        return new Changed(facts(guest.vmid(), guest.container(), config), option);
    }

    private Map<String, String> machine(int vmid) {
        Map<String, String> config = new TreeMap<>();
        config.put("name", pick("web01", "vm-" + vmid, "null", "true", "x.example.org"));
        config.put("memory", String.valueOf(pick(128, 512, 1000, 4096, 65536)));
        config.put("cores", String.valueOf(pick(1, 2, 8)));
        config.put("onboot", pick("0", "1"));
        maybe(config, "balloon", "0", "512");
        maybe(config, "sockets", "1", "2");
        maybe(config, "cpu", "host", "x86-64-v2-AES", "cputype=host,flags=+aes;-pcid,hidden=1", "qemu64,hidden=1");
        maybe(config, "cpulimit", "0", "1.5", "2");
        maybe(config, "cpuunits", "100", "2048");
        maybe(config, "numa", "0", "1");
        maybe(config, "agent", "1", "0", "enabled=1,fstrim_cloned_disks=1", "1,type=isa,freeze-fs=0");
        maybe(config, "boot", "order=scsi0;net0", "cdn");
        maybe(config, "bios", "seabios", "ovmf");
        maybe(config, "machine", "q35", "pc-i440fx-9.0,viommu=intel");
        maybe(config, "vga", "std", "qxl,memory=64", "none");
        maybe(config, "args", "-cpu host,+x -device 'a b'");
        maybe(config, "hostpci0", "0000:01:00.0,pcie=1", "mapping=gpu");
        maybe(config, "serial0", "socket", "/dev/ttyS0");
        maybe(config, "smbios1", "uuid=0f3a7a52-3f1e-4e5e-9a8a-aaaaaaaa0100");
        maybe(config, "ciuser", "debian", "123");
        maybe(config, "sshkeys", "ssh-ed25519%20AAAA%2Bx%20me%40host%0A", "ssh-rsa%20A%0Assh-rsa%20B%0A");
        maybe(config, "nameserver", "10.0.0.1", "10.0.0.1 10.0.0.2");
        maybe(config, "ipconfig0", "ip=dhcp", "ip=10.0.0.5/24,gw=10.0.0.1", "ip6=auto");
        maybe(
                config,
                "ide2",
                "none,media=cdrom",
                "cdrom,media=cdrom",
                "local:iso/x.iso,media=cdrom,size=1M",
                "ceph:vm-" + vmid + "-cloudinit,media=cdrom,size=4M");
        maybe(config, "efidisk0", "ceph:vm-" + vmid + "-disk-9,efitype=4m,pre-enrolled-keys=1,size=528K");
        maybe(config, "unused0", "ceph:vm-" + vmid + "-disk-8");
        config.put(
                "scsi0",
                pick(
                                "ceph:vm-%d-disk-0,size=32G",
                                "local:%d/vm-%1$d-disk-0.qcow2,discard=on,iothread=1,size=31458K",
                                "ceph:base-9000-disk-0/vm-%d-disk-0,backup=0,cache=writeback,aio=threads,size=8G",
                                "/dev/disk/by-id/ata-%d,size=1T,ssd=1,serial=a b")
                        .formatted(vmid));
        config.put(
                "net0",
                pick(
                        "virtio=BC:24:11:00:00:01,bridge=vmbr0",
                        "e1000=BC:24:11:00:00:01,bridge=vmbr1,tag=20,firewall=1",
                        "virtio=BC:24:11:00:00:01,bridge=vmbr0,link_down=1,queues=4,rate=12.5,trunks=2;3"));
        return config;
    }

    private Map<String, String> container(int vmid) {
        Map<String, String> config = new TreeMap<>();
        config.put("hostname", pick("ct", "dns", "off"));
        config.put("memory", String.valueOf(pick(64, 512, 2048)));
        config.put("arch", pick("amd64", "arm64"));
        config.put("ostype", pick("debian", "alpine", "unmanaged"));
        maybe(config, "cores", "1", "4");
        maybe(config, "swap", "0", "512");
        maybe(config, "unprivileged", "0", "1");
        maybe(config, "features", "nesting=1", "fuse=1,keyctl=1,mount=nfs;cifs", "force_rw_sys=1");
        maybe(config, "timezone", "host", "Europe/Berlin");
        maybe(config, "cmode", "shell", "tty");
        maybe(config, "tty", "2", "4");
        config.put(
                "rootfs",
                pick(
                                "ceph:vm-%d-disk-0,size=8G",
                                "local:%d/vm-%1$d-disk-0.raw,acl=1,size=102M",
                                "local-zfs:subvol-%d-disk-0,mountoptions=noatime,quota=0,size=8G")
                        .formatted(vmid));
        maybe(
                config,
                "mp0",
                "ceph:vm-" + vmid + "-disk-1,mp=/data,backup=1,size=10G",
                "/srv/share,mp=/mnt/a b,ro=1",
                "/dev/sdb1,mp=/x");
        config.put(
                "net0",
                pick(
                        "name=eth0,bridge=vmbr0,hwaddr=BC:24:11:00:02:00,ip=dhcp,type=veth",
                        "name=eth0,bridge=vmbr0,firewall=1,gw=10.0.0.1,hwaddr=BC:24:11:00:02:00,ip=10.0.0.9/24,ip6=auto,tag=4"));
        return config;
    }

    private void maybe(Map<String, String> config, String option, String... values) {
        if (random.nextInt(3) == 0) {
            config.put(option, pick(values));
        }
    }

    private String respelled(String text) {
        List<String> parts = new ArrayList<>(List.of(text.split(",")));
        List<String> rest = parts.subList(1, parts.size());
        rest.replaceAll(part -> part.matches("(firewall|iothread|ssd|backup|ro|nesting|keyctl|fuse|acl)=1")
                ? part.replace("=1", pick("=1", "=on", "=yes"))
                : part.startsWith("size=") && part.matches("size=[0-9]+G")
                        ? pick(part, "size=" + Long.parseLong(part.replaceAll("[^0-9]", "")) * 1024 + "M")
                        : part.toLowerCase(java.util.Locale.ROOT).startsWith("hwaddr=")
                                ? "hwaddr=BC:24:11:AA:BB:CC"
                                : part);
        Collections.shuffle(rest, random);
        return String.join(",", parts);
    }

    private String shuffled(String text, String separator, String other) {
        List<String> parts = new ArrayList<>(List.of(text.split(separator)));
        Collections.shuffle(parts, random);
        return String.join(other, parts);
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    private static GuestFacts facts(int vmid, boolean container, SortedMap<String, String> config) {
        return new GuestFacts(
                vmid,
                container,
                Optional.ofNullable(config.get("name")),
                "pve1",
                "running",
                false,
                Optional.of("lab"),
                Optional.empty(),
                Optional.of(config),
                Optional.empty());
    }
}
