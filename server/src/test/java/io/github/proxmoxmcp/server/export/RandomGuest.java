package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// A guest with whatever Proxmox allows, by chance.
final class RandomGuest {

    private final Random random;
    private final int vmid;
    private final Map<String, String> config = new TreeMap<>();

    RandomGuest(int seed) {
        random = new Random(seed);
        vmid = 1000 + seed;
    }

    ExportedGuest guest() {
        boolean vm = random.nextInt(3) > 0;
        common(vm);
        if (vm) {
            hardware();
            disks();
            devices();
            cloudInit();
        } else {
            container();
        }
        return Guests.guest(vmid, vm ? GuestKind.VM : GuestKind.CONTAINER, config);
    }

    private void maybe(String key, String... values) {
        if (random.nextInt(3) == 0) {
            config.put(key, pick(values));
        }
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    /// Some of the parts, in their order, behind the first.
    private String parts(String first, String... more) {
        List<String> all = new ArrayList<>();
        if (!first.isEmpty()) {
            all.add(first);
        }
        for (String part : more) {
            if (random.nextInt(3) == 0) {
                all.add(part);
            }
        }
        return all.isEmpty() ? pick(more) : String.join(",", all);
    }

    private void common(boolean vm) {
        config.put(vm ? "name" : "hostname", "guest-" + vmid);
        config.put("memory", pick("256", "512", "2048", vm && random.nextInt(5) == 0 ? "current=4096" : "4096"));
        maybe("description", "one line", "two\nlines", " begins with a blank", "50% ${x} \"quoted\"\\", "ends\n");
        maybe("tags", "web", "db;prod", "b;a");
        maybe("onboot", "0", "1");
        maybe("protection", "0", "1");
        maybe("startup", "order=1", "order=2,up=30", "up=5,down=60", "3");
        maybe("hookscript", "local:snippets/hook.pl");
        maybe("template", "1");
        maybe("lock", "backup");
        maybe("unused0", "local-lvm:vm-1-disk-9");
        maybe("nameserver", "10.0.0.1", "10.0.0.1 10.0.0.2");
        maybe("searchdomain", "example.org");
        maybe("cpulimit", "0", "1.5", "2");
        maybe("cpuunits", "100", "2048");
        maybe("cores", "1", "2", "8");
    }

    private void hardware() {
        maybe("sockets", "1", "2");
        maybe("vcpus", "2");
        maybe(
                "cpu",
                "host",
                "qemu64",
                "cputype=kvm64,flags=+aes;-pcid",
                "x86-64-v2-AES,hidden=1",
                "custom-mine",
                "future");
        maybe("numa", "0", "1");
        maybe("arch", "x86_64", "aarch64", "other");
        maybe("affinity", "0-3", "0,2");
        maybe("balloon", "0", "256");
        maybe("shares", "500");
        maybe("hugepages", "2", "1024", "any");
        maybe("keephugepages", "1");
        maybe("ivshmem", "size=16", "size=32,name=x");
        maybe("ostype", "l26", "other", "win11", "solaris", "w12");
        maybe("agent", "0", "1", "enabled=1,fstrim_cloned_disks=1", "1,type=isa", "1,freeze-fs-on-backup=0", "on");
        maybe("bios", "ovmf", "seabios");
        maybe("machine", "q35", "pc-i440fx-9.0", "q35,viommu=intel", "q35,enable-s3=1", "pc-q35-9.0+pve1");
        maybe("scsihw", "lsi", "virtio-scsi-single", "virtio-scsi-pci", "pvscsi");
        maybe("boot", "order=scsi0;net0", "cdn", "c");
        maybe("bootdisk", "scsi0");
        maybe("hotplug", "network,disk,usb", "0", "1", "network,disk,cloudinit");
        maybe("acpi", "0", "1");
        maybe("tablet", "0", "1");
        maybe("keyboard", "de", "en-us", "xx");
        maybe("kvm", "0", "1");
        maybe("args", "-cpu host,+x", " ", "-set password=geheim");
        maybe("localtime", "1");
        maybe("vga", "std", "std,memory=32", "memory=64", "qxl", "type=virtio,clipboard=vnc", "unheard");
        maybe(
                "smbios1",
                "uuid=0f3a7a52-3f1e-4e5e-9a8a-aaaaaaaa0100",
                "uuid=x,base64=1,family=TGFi",
                "family=Lab",
                "base64=1,serial=cGFzc3dvcmQ9eA==",
                "base64=1,sku=%%%",
                "base64=1,sku=TGFi,uuid=x",
                "uuid=x",
                "uuid=y");
        maybe("vmgenid", "5b1a8a61-0000-4000-8000-000000000100");
        maybe("meta", "creation-qemu=10.1.2,ctime=1764000000");
        maybe("numa0", "cpus=0-1,hostnodes=0,memory=1024,policy=bind", "cpus=0", "cpus=0-1,hostnodes=0,memory=1024");
        maybe("amd-sev", "std", "type=es,no-debug=1", "std,allow-smt=1", "snp,kernel-hashes=1");
    }

    private void disks() {
        for (String key : List.of("scsi0", "scsi1", "scsi10", "virtio2", "sata0", "ide0", "ide3")) {
            maybe(
                    key,
                    parts(
                            "local-lvm:vm-" + vmid + "-disk-" + config.size(),
                            "size=" + pick("8G", "64M", "1T", "2049M"),
                            "discard=on",
                            "cache=writeback",
                            "aio=native",
                            "iothread=1",
                            "ssd=1",
                            "backup=0",
                            "replicate=0",
                            "serial=" + pick("abc", "a-serial-number-that-is-too-long"),
                            "detect_zeroes=0",
                            "iops_rd=100",
                            "mbps_wr=" + pick("20", "20", "20", "20", "20", "20", "1.5"),
                            "iops_wr_max=7",
                            "wwn=0x5000c500",
                            "format=qcow2",
                            "ro=1",
                            "queues=4"));
        }
        maybe("ide2", "none,media=cdrom", "local:iso/x.iso,media=cdrom,size=4M", "cdrom,media=cdrom");
        maybe("ide3", "none,media=cdrom", "local:iso/x.iso,media=cdrom", "/dev/sda,size=1G");
        maybe("sata1", "/dev/disk/by-id/ata-x,size=100G");
        maybe(
                "efidisk0",
                "local-lvm:vm-1-disk-0,efitype=4m,pre-enrolled-keys=1,size=4M",
                "local-lvm:1/vm-1-disk-0.raw,format=raw,size=4M",
                "ceph:vm-1-disk-0,size=528K,ms-cert=2023");
        maybe(
                "tpmstate0",
                "local-lvm:vm-1-disk-1,size=4M,version=v2.0",
                "ceph:vm-1-disk-1,version=v1.2",
                "ceph:vm-1-disk-1",
                "local-lvm:vm-1-disk-1,version=v3.0");
    }

    private void devices() {
        for (String key : List.of("net0", "net1", "net2")) {
            maybe(
                    key,
                    parts(
                            pick(
                                    "virtio=BC:24:11:00:00:01",
                                    "e1000=BC:24:11:00:00:02",
                                    "model=rtl8139,macaddr=BC:24:11:00:00:03",
                                    "ne2k_pci=BC:24:11:00:00:04"),
                            "bridge=vmbr0",
                            "bridge=vmbr1",
                            "firewall=1",
                            "tag=20",
                            "mtu=1",
                            "queues=2",
                            "rate=1.5",
                            "trunks=" + pick("10;20", "10;20", "10;20", "2-4094"),
                            "link_down=1",
                            "host-tunnel=x"));
        }
        maybe(
                "hostpci0",
                "0000:01:00.0",
                "host=01:00,pcie=1,rombar=0",
                "mapping=gpu,mdev=nvidia-1,x-vga=1",
                "pcie=1",
                "mapping=gpu,legacy-igd=1");
        maybe("hostpci11", "mapping=nic");
        for (String key : List.of("usb0", "usb1", "usb3", "usb5")) {
            maybe(key, "host=1-2", "spice", "mapping=stick,usb3=1", "usb3=1");
        }
        for (String key : List.of("serial0", "serial1")) {
            maybe(key, "socket", "/dev/ttyS0", "other");
        }
        maybe("audio0", "device=ich9-intel-hda,driver=spice", "device=AC97", "device=intel-hda,driver=none");
        maybe("rng0", "source=/dev/urandom", "/dev/random,max_bytes=1024,period=1000", "max_bytes=1");
        maybe("watchdog", "i6300esb", "model=ib700,action=reset", "action=pause", "diag288");
        maybe(
                "virtiofs0",
                "dirid=share",
                "share,cache=never,direct-io=1",
                "share,expose-acl=1",
                "share,expose-acl=1,expose-xattr=0",
                "cache=always");
        maybe("spice_enhancements", "foldersharing=1");
        maybe("parallel0", "/dev/parport0");
    }

    private void cloudInit() {
        maybe("scsi5", "local-lvm:vm-" + vmid + "-cloudinit,media=cdrom,size=4M", "ceph:vm-1-cloudinit,media=cdrom");
        maybe("ciuser", "debian");
        maybe("cipassword", "**********");
        maybe("sshkeys", "ssh-ed25519%20AAAA%20me%40host%0Assh-rsa%20B%2BB%20x%0A", "ssh-rsa plain text");
        maybe("ipconfig0", "ip=dhcp", "ip=10.0.0.9/24,gw=10.0.0.1,ip6=auto", "ip6=fd00::1/64,gw6=fd00::ff");
        maybe("ipconfig2", "ip=10.1.0.9/24");
        maybe("citype", "nocloud", "opennebula");
        maybe("ciupgrade", "0", "1");
        maybe("cicustom", "user=local:snippets/u.yml", "user=a:b,vendor=c:d,network=e:f,meta=g:h");
    }

    private void container() {
        config.put(
                "rootfs",
                parts(
                        "local-lvm:vm-" + vmid + "-disk-0",
                        "size=" + pick("8G", "64M"),
                        "acl=1",
                        "quota=1",
                        "replicate=0",
                        "mountoptions=noatime;discard",
                        "ro=1",
                        "shared=1"));
        maybe("ostype", "debian", "unmanaged", "alpine");
        maybe("arch", "amd64", "arm64", "riscv64");
        maybe("swap", "0", "512");
        maybe("unprivileged", "0", "1");
        maybe(
                "features",
                "nesting=1",
                "nesting=0",
                "keyctl=1,fuse=1,mount=nfs;cifs",
                "mount=ext4",
                "nesting=1,force_rw_sys=1");
        maybe("console", "0", "1");
        maybe("tty", "2", "4");
        maybe("cmode", "tty", "shell");
        maybe("entrypoint", "/sbin/init");
        maybe("env", "***");
        maybe("timezone", "host");
        maybe("debug", "1");
        maybe(
                "lxc",
                "lxc.apparmor.profile: unconfined\nlxc.cap.drop: ",
                "lxc.idmap: u 0 100000 65536\nlxc.idmap: g 0 100000 65536",
                "lxc.idmap: u 0 100000 65536\nlxc.cap.drop: x",
                "lxc.idmap: odd");
        volumesAndNetwork();
        maybe("dev0", "/dev/ttyS0", "path=/dev/kvm,mode=0666,uid=5", "/dev/x,deny-write=1,mode=666");
        maybe("dev2", "/dev/net/tun,gid=7");
    }

    private void volumesAndNetwork() {
        for (String key : List.of("mp0", "mp1", "mp10")) {
            maybe(
                    key,
                    parts(
                            pick("local-lvm:vm-1-disk-2", "volume=local:1/vm-1-disk-1.raw", "/srv/data") + ",mp=/data"
                                    + key,
                            "size=" + pick("8G", "64M"),
                            "backup=1",
                            "acl=1",
                            "ro=1",
                            "replicate=0",
                            "shared=1",
                            "quota=1",
                            "mountoptions=noatime",
                            "keepattrs=1"));
        }
        for (String key : List.of("net0", "net1", "net3")) {
            maybe(
                    key,
                    parts(
                            "name=eth" + key.charAt(3),
                            "bridge=vmbr0",
                            "hwaddr=BC:24:11:00:02:00",
                            "ip=dhcp",
                            "ip6=fd00::1/64",
                            "gw6=fd00::ff",
                            "firewall=1",
                            "tag=5",
                            "mtu=1400",
                            "rate=2.5",
                            "link_down=1",
                            "host-managed=1",
                            "type=veth"));
        }
    }
}
