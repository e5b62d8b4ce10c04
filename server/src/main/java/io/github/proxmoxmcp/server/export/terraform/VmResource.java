package io.github.proxmoxmcp.server.export.terraform;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A virtual machine as `proxmox_virtual_environment_vm`: a block exactly where the provider has one in its state after
/// an import.
final class VmResource {

    static final String TYPE = "proxmox_virtual_environment_vm";

    private static final Pattern BOOT_ORDER = Pattern.compile("[a-z0-9]+(;[a-z0-9]+)*");

    private static final Pattern BLANKS_AROUND = Pattern.compile("^[\\s\\h\\v]+|[\\s\\h\\v]+$");

    private VmResource() {}

    static Draft of(ExportedGuest guest, String label) {
        Draft vm = new Draft(guest, TYPE, label);
        Withheld.ignore(vm);
        arguments(vm);
        VmHardware.write(vm);
        VmDisks.write(vm);
        VmDevices.write(vm);
        CloudInit.write(vm);
        if (!guest.guest().template()) {
            vm.ignore("started", "whether it runs is left to people and to HA");
        }
        if (guest.ha()) {
            vm.ignore("node_name", "HA moves it");
        }
        return vm;
    }

    private static void arguments(Draft vm) {
        vm.block.set("node_name", vm.guest.guest().node()).set("vm_id", vm.guest.vmid());
        vm.text("name", "name", Allowed.NAME);
        description(vm);
        tags(vm);
        vm.text("bios", "bios", Allowed.BIOS);
        vm.text("machine", "machine", Allowed.MACHINE);
        if (vm.config.get("scsihw").isEmpty()) {
            vm.ignore(
                    "scsi_hardware",
                    "Proxmox has none set and means lsi, the provider would change it to virtio-scsi-pci, from which"
                            + " the guest may not boot");
        }
        vm.text("scsi_hardware", "scsihw", Allowed.SCSI_HARDWARE);
        vm.argument("boot_order", () -> bootOrder(vm));
        vm.text("hotplug", "hotplug", Allowed.HOTPLUG);
        vm.block.set(
                "on_boot",
                vm.config.take("onboot").map(on -> vm.truth("onboot", on)).orElse(false));
        vm.flag("protection", "protection");
        vm.flag("template", "template");
        vm.flag("acpi", "acpi");
        vm.flag("tablet_device", "tablet");
        vm.text("keyboard_layout", "keyboard", Allowed.KEYBOARD);
        vm.config.get("args").filter(String::isBlank).ifPresent(_ -> vm.leaveToDefaults("args"));
        vm.text("kvm_arguments", "args", Allowed.ANY);
        vm.text("hook_script_file_id", "hookscript", Allowed.ANY);
    }

    /// What is configured is compared without blanks around it and with the line breaks of Unix; what is there, as it
    /// is.
    static void description(Draft guest) {
        guest.config.take("description").ifPresent(text -> {
            String without = guest.guest.isVm() ? text : text.replaceFirst("\n$", "");
            guest.block.set("description", without);
            String compared = BLANKS_AROUND.matcher(text).replaceAll("").replace("\r\n", "\n");
            if (!text.isEmpty() && !(guest.guest.isVm() ? compared : compared + "\n").equals(text)) {
                guest.ignore(
                        "description",
                        "blanks around it, or line breaks of Windows, by which the provider finds it different for"
                                + " ever");
            }
        });
    }

    static void tags(Draft guest) {
        guest.config.take("tags").ifPresent(text -> {
            List<String> tags = Arrays.stream(text.split(";"))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .sorted()
                    .toList();
            guest.block.set("tags", Optional.of(tags).filter(all -> !all.isEmpty()));
        });
    }

    /// An older form of it is read as empty; left out, the provider keeps what it read.
    private static void bootOrder(Draft vm) {
        vm.config
                .get("boot")
                .filter(boot -> boot.startsWith("order="))
                .map(boot -> boot.substring("order=".length()))
                .filter(order -> BOOT_ORDER.matcher(order).matches())
                .ifPresent(order -> {
                    vm.config.take("boot");
                    vm.block.set("boot_order", List.of(order.split(";")));
                });
    }
}
