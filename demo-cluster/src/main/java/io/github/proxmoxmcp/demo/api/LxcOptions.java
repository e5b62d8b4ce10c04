package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.api.GuestOptions.Option;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import java.util.List;

/// The options of containers.
final class LxcOptions {
    private static final String CPU = "VM.Config.CPU";
    private static final String MEMORY = "VM.Config.Memory";
    private static final String DISK = "VM.Config.Disk";
    private static final String NETWORK = "VM.Config.Network";
    private static final String OPTIONS = "VM.Config.Options";
    private static final String ROOT = "";

    static final GuestOptions ALL = new GuestOptions(
            GuestType.LXC,
            List.of(
                    new Option(
                            Param.choice(
                                    "arch", "Architecture.", "amd64", "i386", "arm64", "armhf", "riscv32", "riscv64"),
                            OPTIONS),
                    new Option(Param.choice("cmode", "Mode of the console.", "shell", "console", "tty"), OPTIONS),
                    new Option(Param.flag("console", "Whether it has a console."), OPTIONS),
                    new Option(Param.integer("cores", "Cores.").from(1).to(8_192), CPU),
                    new Option(
                            Param.number("cpulimit", "Most processor time.")
                                    .from(0)
                                    .to(8_192),
                            CPU),
                    new Option(
                            Param.integer("cpuunits", "Share of processor time.")
                                    .from(0)
                                    .to(500_000),
                            CPU),
                    new Option(Param.text("description", "Notes.").upTo(8_192), OPTIONS),
                    new Option(Param.text("features", "What the container may do beyond the usual."), OPTIONS),
                    new Option(Param.text("hookscript", "Script to run on start and stop."), ROOT),
                    new Option(
                            Param.text("hostname", "Name of the container.")
                                    .as(ParameterFormat.DNS_NAME)
                                    .upTo(255),
                            NETWORK),
                    new Option(
                            Param.choice(
                                    "lock",
                                    "What is being done to it.",
                                    "backup",
                                    "create",
                                    "destroyed",
                                    "disk",
                                    "fstrim",
                                    "migrate",
                                    "mounted",
                                    "rollback",
                                    "snapshot",
                                    "snapshot-delete"),
                            ROOT),
                    new Option(Param.integer("memory", "Memory in MiB.").from(16), MEMORY),
                    new Option(Param.text("mp[n]", "A further volume and where it is mounted."), DISK),
                    new Option(Param.text("nameserver", "DNS servers."), NETWORK),
                    new Option(Param.text("net[n]", "A network card."), NETWORK),
                    new Option(Param.flag("onboot", "Start it with its node."), OPTIONS),
                    new Option(
                            Param.choice(
                                    "ostype",
                                    "Distribution.",
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
                                    "unmanaged"),
                            OPTIONS),
                    new Option(Param.flag("protection", "Refuse to destroy it."), OPTIONS),
                    new Option(Param.text("rootfs", "The root file system."), DISK),
                    new Option(Param.text("searchdomain", "DNS domain."), NETWORK),
                    new Option(Param.text("startup", "Order and delays of starting."), OPTIONS),
                    new Option(Param.integer("swap", "Swap in MiB.").from(0), MEMORY),
                    new Option(
                            Param.text("tags", "Tags, separated by semicolons.").as(ParameterFormat.TAGS), OPTIONS),
                    new Option(Param.flag("template", "Whether it is a template."), "VM.Allocate"),
                    new Option(Param.text("timezone", "Time zone."), OPTIONS),
                    new Option(
                            Param.integer("tty", "Number of consoles.").from(0).to(6), OPTIONS),
                    new Option(Param.flag("unprivileged", "Whether its root is not the host's."), "VM.Allocate"),
                    new Option(Param.text("unused[n]", "A volume that is not mounted."), DISK)));

    private LxcOptions() {}
}
