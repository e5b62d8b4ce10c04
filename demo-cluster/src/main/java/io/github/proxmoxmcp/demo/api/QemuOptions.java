package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.api.GuestOptions.Option;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import java.util.List;

/// The options of virtual machines.
final class QemuOptions {
    private static final String CPU = "VM.Config.CPU";
    private static final String MEMORY = "VM.Config.Memory";
    private static final String DISK = "VM.Config.Disk";
    private static final String NETWORK = "VM.Config.Network";
    private static final String HARDWARE = "VM.Config.HWType";
    private static final String OPTIONS = "VM.Config.Options";
    private static final String CLOUDINIT = "VM.Config.Cloudinit";
    private static final String ROOT = "";

    static final GuestOptions ALL = new GuestOptions(
            GuestType.QEMU,
            List.of(
                    new Option(Param.flag("acpi", "Whether the machine has ACPI."), HARDWARE),
                    new Option(Param.text("agent", "Whether a guest agent runs in it."), OPTIONS),
                    new Option(Param.choice("arch", "Architecture.", "x86_64", "aarch64"), HARDWARE),
                    new Option(Param.text("args", "Further arguments for QEMU."), ROOT),
                    new Option(Param.flag("autostart", "Start again after a crash."), OPTIONS),
                    new Option(
                            Param.integer("balloon", "Least memory in MiB, 0 for none.")
                                    .from(0),
                            MEMORY),
                    new Option(Param.choice("bios", "Firmware.", "seabios", "ovmf"), OPTIONS),
                    new Option(Param.text("boot", "Devices in the order of booting."), OPTIONS),
                    new Option(Param.text("cicustom", "Own cloud-init files."), CLOUDINIT),
                    new Option(Param.text("cipassword", "Password of the cloud-init user."), CLOUDINIT),
                    new Option(Param.flag("ciupgrade", "Upgrade packages at the first boot."), CLOUDINIT),
                    new Option(Param.text("ciuser", "Name of the cloud-init user."), CLOUDINIT),
                    new Option(Param.integer("cores", "Cores of a socket.").from(1), CPU),
                    new Option(Param.text("cpu", "Model of the processor."), CPU),
                    new Option(
                            Param.number("cpulimit", "Most processor time.")
                                    .from(0)
                                    .to(128),
                            CPU),
                    new Option(
                            Param.integer("cpuunits", "Share of processor time.")
                                    .from(1)
                                    .to(262_144),
                            CPU),
                    new Option(Param.text("description", "Notes.").upTo(8_192), OPTIONS),
                    new Option(Param.text("efidisk0", "Disk of the firmware.").as(ParameterFormat.DRIVE), DISK),
                    new Option(Param.text("hookscript", "Script to run on start and stop."), ROOT),
                    new Option(Param.text("hostpci[n]", "A device of the host."), HARDWARE),
                    new Option(Param.text("hotplug", "What can change while it runs."), OPTIONS),
                    new Option(Param.text("ide[n]", "A disk or CD-ROM.").as(ParameterFormat.DRIVE), DISK),
                    new Option(Param.text("ipconfig[n]", "Addresses that cloud-init sets."), NETWORK),
                    new Option(Param.flag("kvm", "Whether the hardware's virtualisation is used."), HARDWARE),
                    new Option(
                            Param.choice(
                                    "lock",
                                    "What is being done to it.",
                                    "backup",
                                    "clone",
                                    "create",
                                    "migrate",
                                    "rollback",
                                    "snapshot",
                                    "snapshot-delete",
                                    "suspending",
                                    "suspended"),
                            ROOT),
                    new Option(Param.flag("localtime", "Whether its clock shows local time."), OPTIONS),
                    new Option(Param.text("machine", "Type of the board."), HARDWARE),
                    new Option(Param.text("memory", "Memory in MiB.").as(ParameterFormat.MEMORY), MEMORY),
                    new Option(Param.text("name", "Name of the machine.").as(ParameterFormat.DNS_NAME), OPTIONS),
                    new Option(Param.text("nameserver", "DNS servers that cloud-init sets."), NETWORK),
                    new Option(Param.text("net[n]", "A network card.").as(ParameterFormat.NET), NETWORK),
                    new Option(Param.flag("numa", "Whether it has NUMA."), CPU),
                    new Option(Param.flag("onboot", "Start it with its node."), OPTIONS),
                    new Option(
                            Param.choice(
                                    "ostype",
                                    "Kind of operating system.",
                                    "other",
                                    "wxp",
                                    "w2k",
                                    "w2k3",
                                    "w2k8",
                                    "wvista",
                                    "win7",
                                    "win8",
                                    "win10",
                                    "win11",
                                    "l24",
                                    "l26",
                                    "solaris"),
                            OPTIONS),
                    new Option(Param.flag("protection", "Refuse to destroy it."), OPTIONS),
                    new Option(Param.text("rng0", "A source of randomness."), HARDWARE),
                    new Option(Param.text("sata[n]", "A disk or CD-ROM.").as(ParameterFormat.DRIVE), DISK),
                    new Option(Param.text("scsi[n]", "A disk or CD-ROM.").as(ParameterFormat.DRIVE), DISK),
                    new Option(
                            Param.choice(
                                    "scsihw",
                                    "Disk controller.",
                                    "lsi",
                                    "lsi53c810",
                                    "virtio-scsi-pci",
                                    "virtio-scsi-single",
                                    "megasas",
                                    "pvscsi"),
                            HARDWARE),
                    new Option(Param.text("searchdomain", "DNS domain that cloud-init sets."), NETWORK),
                    new Option(Param.text("serial[n]", "A serial port."), HARDWARE),
                    new Option(
                            Param.integer("shares", "Share of ballooned memory.")
                                    .from(0)
                                    .to(50_000),
                            MEMORY),
                    new Option(
                            Param.text("smbios1", "What the firmware tells of the board.")
                                    .upTo(512),
                            HARDWARE),
                    new Option(Param.integer("sockets", "Processor sockets.").from(1), CPU),
                    new Option(Param.text("sshkeys", "Public keys that cloud-init sets."), CLOUDINIT),
                    new Option(Param.text("startdate", "What its clock shows at the start."), OPTIONS),
                    new Option(Param.text("startup", "Order and delays of starting."), OPTIONS),
                    new Option(Param.flag("tablet", "Whether it has a pointing device."), HARDWARE),
                    new Option(
                            Param.text("tags", "Tags, separated by semicolons.").as(ParameterFormat.TAGS), OPTIONS),
                    new Option(Param.flag("template", "Whether it is a template."), "VM.Allocate"),
                    new Option(Param.text("tpmstate0", "Disk of the TPM.").as(ParameterFormat.DRIVE), DISK),
                    new Option(Param.text("unused[n]", "A disk that is not attached."), DISK),
                    new Option(Param.text("usb[n]", "A USB device."), HARDWARE),
                    new Option(
                            Param.integer("vcpus", "Processors to begin with.").from(1), CPU),
                    new Option(Param.text("vga", "Graphics card."), HARDWARE),
                    new Option(Param.text("virtio[n]", "A disk.").as(ParameterFormat.DRIVE), DISK),
                    new Option(Param.text("vmgenid", "Identity that changes with every rollback."), HARDWARE),
                    new Option(Param.text("watchdog", "Watchdog device."), HARDWARE)));

    private QemuOptions() {}
}
