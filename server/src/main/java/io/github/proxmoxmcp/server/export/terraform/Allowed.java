package io.github.proxmoxmcp.server.export.terraform;

import java.util.regex.Pattern;

/// What the provider bpg/proxmox takes (release 0.111, commit d6bd1ffe of 2026-07-19); a test compares it with the
/// provider's schema.
final class Allowed {

    static final Pattern ANY = Pattern.compile("(?s).*");

    static final Pattern BIOS = words("ovmf seabios");

    static final Pattern SCSI_HARDWARE = words("lsi lsi53c810 virtio-scsi-pci virtio-scsi-single megasas pvscsi");

    static final Pattern KEYBOARD = words(
            "da de de-ch en-gb en-us es fi fr fr-be fr-ca fr-ch hu is it ja lt mk nl no pl" + " pt pt-br sl sv tr");

    static final Pattern MACHINE = Pattern.compile("|pc|pc(-i440fx)?-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?"
            + "|q35(,viommu=(intel|virtio))?|pc-q35-\\d+(\\.\\d+)+(\\+pve\\d+)?(\\.pxe)?"
            + "|virt(-\\d+(\\.\\d+)+)?(\\+pve\\d+)?");

    static final Pattern NAME =
            Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*");

    static final Pattern HOTPLUG = Pattern.compile("0|1|(?:(network|disk|cpu|memory|usb)(?!.*\\1)(,|$))+(?<!,)");

    static final Pattern OS = words("l24 l26 solaris w2k w2k3 w2k8 win7 win8 win10 win11 wvista wxp");

    static final Pattern AGENT_TYPE = words("isa virtio");

    static final Pattern ARCHITECTURE = words("aarch64 x86_64");

    static final Pattern CONTAINER_ARCHITECTURE = words("amd64 arm64 armhf i386");

    static final Pattern AFFINITY = Pattern.compile("\\d+[\\d-,]*");

    static final Pattern CPU_TYPE = Pattern.compile("custom-.+|"
            + words("486 Broadwell Broadwell-IBRS Broadwell-noTSX Broadwell-noTSX-IBRS Cascadelake-Server"
                  + " Cascadelake-Server-noTSX Cascadelake-Server-v2 Cascadelake-Server-v4 Cascadelake-Server-v5"
                  + " Conroe Cooperlake Cooperlake-v2 EPYC EPYC-Genoa EPYC-IBPB EPYC-Milan EPYC-Rome EPYC-Rome-v2"
                  + " EPYC-Rome-v3 EPYC-Rome-v4 EPYC-v3 EPYC-v4 Haswell Haswell-IBRS Haswell-noTSX Haswell-noTSX-IBRS"
                  + " Icelake-Client Icelake-Client-noTSX Icelake-Server Icelake-Server-noTSX Icelake-Server-v3"
                  + " Icelake-Server-v4 Icelake-Server-v5 Icelake-Server-v6 IvyBridge IvyBridge-IBRS KnightsMill"
                  + " Nehalem Nehalem-IBRS Opteron_G1 Opteron_G2 Opteron_G3 Opteron_G4 Opteron_G5 Penryn SandyBridge"
                  + " SandyBridge-IBRS SapphireRapids Skylake-Client Skylake-Client-IBRS Skylake-Client-noTSX-IBRS"
                  + " Skylake-Client-v4 Skylake-Server Skylake-Server-IBRS Skylake-Server-noTSX-IBRS Skylake-Server-v4"
                  + " Skylake-Server-v5 Westmere Westmere-IBRS athlon core2duo coreduo host kvm32 kvm64 max pentium"
                  + " pentium2 pentium3 phenom qemu32 qemu64 x86-64-v2 x86-64-v2-AES x86-64-v3 x86-64-v4"));

    static final Pattern AIO = words("io_uring native threads");

    static final Pattern CACHE = words("none writethrough writeback unsafe directsync");

    static final Pattern NET_MODEL = words("e1000 e1000e rtl8139 virtio vmxnet3");

    static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");

    static final Pattern VGA =
            words("cirrus none qxl qxl2 qxl3 qxl4 serial0 serial1 serial2 serial3 std virtio" + " virtio-gl vmware");

    static final Pattern AUDIO = words("AC97 ich9-intel-hda intel-hda");

    static final Pattern WATCHDOG_MODEL = words("i6300esb ib700");

    static final Pattern WATCHDOG_ACTION = words("debug none pause poweroff reset shutdown");

    static final Pattern NUMA_SET = Pattern.compile("\\d+(-\\d+)?(;\\d+(-\\d+)?)*");

    static final Pattern NUMA_POLICY = words("bind interleave preferred");

    static final Pattern HUGEPAGES = words("1024 2 any");

    static final Pattern VIRTIOFS_CACHE = words("auto always metadata never");

    static final Pattern SEV_TYPE = words("std es snp");

    static final Pattern EFI_TYPE = words("2m 4m");

    static final Pattern TPM_VERSION = words("v1.2 v2.0");

    static final Pattern SERIAL = Pattern.compile("socket|/dev/.+");

    static final Pattern CLOUD_INIT_TYPE = words("configdrive2 nocloud");

    static final Pattern FILE_ID = Pattern.compile("(?i)[a-z\\d\\-_.]+:([a-z\\d\\-_]+/)?.+");

    static final Pattern CONSOLE_MODE = words("console shell tty");

    static final Pattern FILE_MODE = Pattern.compile("0[0-7]{3}");

    static final Pattern MOUNT_TYPE = words("cifs nfs");

    static final Pattern ENTRYPOINT = Pattern.compile("[^\\x00-\\x08\\x10-\\x1F\\x7F]+");

    static final Pattern SIZE = Pattern.compile("\\d+[KMGT]?");

    private Allowed() {}

    private static Pattern words(String words) {
        return Pattern.compile(words.replace(".", "\\.").replace(' ', '|'));
    }
}
