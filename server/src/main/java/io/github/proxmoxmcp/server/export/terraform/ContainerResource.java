package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Remaining.Parts;
import io.github.proxmoxmcp.server.export.terraform.Draft.Unsayable;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A container as `proxmox_virtual_environment_container`. The provider forgets some of its arguments while it imports;
/// those it must not compare.
final class ContainerResource {

    static final String TYPE = "proxmox_virtual_environment_container";

    private static final int MAX_MEMORY = 268_435_456;

    private ContainerResource() {}

    static Draft of(ExportedGuest guest, String label) {
        Draft container = new Draft(guest, TYPE, label);
        Withheld.ignore(container);
        forgotten(container);
        arguments(container);
        console(container);
        cpu(container);
        memory(container);
        features(container);
        ContainerParts.write(container);
        VmDevices.startup(container);
        return container;
    }

    private static void forgotten(Draft container) {
        if (!container.guest.guest().template()) {
            container.ignore("started", "whether it runs is left to people and to HA");
        }
        container.ignore("vm_id", "the provider forgets it while it imports");
        container
                .config
                .get("ostype")
                .filter("unmanaged"::equals)
                .ifPresentOrElse(
                        _ -> container.leaveToDefaults("ostype"),
                        () -> container.ignore(
                                "operating_system",
                                "the template that it was made of is known to nobody, and without it the provider"
                                        + " would make the container anew"));
        Stream.of("timeout_clone", "timeout_create", "timeout_delete", "timeout_start", "timeout_update")
                .forEach(name -> container.ignore(name, "the provider forgets it while it imports"));
        if (container.guest.ha()) {
            container.note("HA may move it: then the provider looks for it at its old node and finds it gone");
        }
    }

    private static void arguments(Draft container) {
        container.block.set("node_name", container.guest.guest().node()).set("vm_id", container.guest.vmid());
        VmResource.description(container);
        VmResource.tags(container);
        container
                .block
                .set(
                        "unprivileged",
                        container
                                .config
                                .take("unprivileged")
                                .map(on -> container.truth("unprivileged", on))
                                .orElse(false))
                .set(
                        "start_on_boot",
                        container
                                .config
                                .take("onboot")
                                .map(on -> container.truth("onboot", on))
                                .orElse(false));
        container.flag("protection", "protection");
        container.flag("template", "template");
        container.text("hook_script_file_id", "hookscript", Allowed.ANY);
    }

    /// In the state unless it is set to what is the default anyway.
    private static void console(Draft container) {
        container.argument("console", () -> {
            Optional<String> enabled = container.config.take("console");
            Block console = new Block("console")
                    .set("enabled", enabled.map(on -> container.truth("console", on)))
                    .set("tty_count", container.config.take("tty").map(text -> Draft.integer("tty", text, 0, 6)))
                    .set(
                            "type",
                            container
                                    .config
                                    .take("cmode")
                                    .map(text -> Draft.matching("cmode", text, Allowed.CONSOLE_MODE)));
            boolean usual = !console.differs("tty_count", 2) && (!console.sets("type") || console.is("type", "tty"));
            if (enabled.filter("1"::equals).isPresent() && usual) {
                container.leaveToDefaults("console", "tty", "cmode");
            } else {
                container.block.add(console);
            }
        });
    }

    private static void cpu(Draft container) {
        container.argument("cpu", () -> {
            Optional<String> architecture = container
                    .config
                    .take("arch")
                    .map(text -> Draft.matching("arch", text, Allowed.CONTAINER_ARCHITECTURE));
            Block cpu = new Block("cpu")
                    .set("architecture", architecture)
                    .set("cores", container.config.take("cores").map(text -> Draft.integer("cores", text, 1, 128)))
                    .set("limit", container.config.take("cpulimit").map(text -> Draft.decimal("cpulimit", text)))
                    .set(
                            "units",
                            container.config.take("cpuunits").map(text -> Draft.integer("cpuunits", text, 1, 500_000)));
            if (architecture.orElse("amd64").equals("amd64")
                    && !cpu.differs("cores", 1)
                    && !cpu.isPositive("limit")
                    && !cpu.sets("units")) {
                container.leaveToDefaults("arch", "cores", "cpulimit");
            } else {
                container.block.add(cpu);
            }
        });
        if (!container.guest.config().containsKey("cores")) {
            container.note("cores is not set in Proxmox, which means all of the node; the provider reads 1, and a later"
                    + " change of the CPU would write that");
        }
    }

    private static void memory(Draft container) {
        if (container.config.get("memory").isEmpty()) {
            container.ignore("memory", "Proxmox has none set and means 512 MiB, which the provider reads as 0");
            return;
        }
        container.argument("memory", () -> {
            Block memory = new Block("memory")
                    .set(
                            "dedicated",
                            container.config.take("memory").map(text -> Draft.integer("memory", text, 16, MAX_MEMORY)))
                    .set("swap", container.config.take("swap").map(text -> Draft.integer("swap", text, 0, MAX_MEMORY)));
            if (!memory.differs("dedicated", 512) && !memory.differs("swap", 0)) {
                container.leaveToDefaults("memory", "swap");
            } else {
                container.block.add(memory);
            }
        });
        if (!container.guest.config().containsKey("swap")) {
            container.note(
                    "swap is not set in Proxmox, which means 512; the provider reads 0, and a later change of the"
                            + " memory would write that");
        }
    }

    private static void features(Draft container) {
        if (container.config.get("features").isEmpty()) {
            return;
        }
        container.argument("features", () -> {
            Parts parts = container.config.open("features").orElseThrow();
            Block features = new Block("features");
            List<String> on = new ArrayList<>();
            for (String name : List.of("nesting", "keyctl", "fuse", "mknod")) {
                Optional<Boolean> value = container.truth("features", parts, name);
                features.set(name, value);
                value.filter(set -> set).ifPresent(_ -> on.add(name));
            }
            parts.take("mount").ifPresent(types -> {
                List<String> all = List.of(types.split(";"));
                if (!all.stream()
                        .allMatch(type -> Allowed.MOUNT_TYPE.matcher(type).matches())) {
                    throw new Unsayable(
                            "the provider takes cifs and nfs for mount, and there is " + UntrustedText.marked(types));
                }
                features.set("mount", all);
                on.add("mount");
            });
            if (on.isEmpty()) {
                if (!features.isEmpty()) {
                    container.leaveToDefaults("features", parts);
                }
            } else {
                container.block.add(features);
            }
        });
    }
}
