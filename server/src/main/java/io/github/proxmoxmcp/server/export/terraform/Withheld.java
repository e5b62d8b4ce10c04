package io.github.proxmoxmcp.server.export.terraform;

import java.util.Map;
import java.util.Optional;

/// What has a secret in it is not exported; the provider must not take its absence for a wish.
final class Withheld {

    private static final String WHY = "a secret is in it, which is in no export";

    /// By what a key begins with, the argument that is made of it.
    private static final Map<String, String> VM = Map.ofEntries(
            Map.entry("name", "name"),
            Map.entry("description", "description"),
            Map.entry("tags", "tags"),
            Map.entry("args", "kvm_arguments"),
            Map.entry("hookscript", "hook_script_file_id"),
            Map.entry("machine", "machine"),
            Map.entry("smbios", "smbios"),
            Map.entry("net", "network_device"),
            Map.entry("ci", "initialization"),
            Map.entry("ipconfig", "initialization"),
            Map.entry("nameserver", "initialization"),
            Map.entry("searchdomain", "initialization"),
            Map.entry("sshkeys", "initialization"),
            Map.entry("scsi", "disk"),
            Map.entry("sata", "disk"),
            Map.entry("virtio", "disk"),
            Map.entry("ide", "disk"),
            Map.entry("hostpci", "hostpci"),
            Map.entry("serial", "serial_device"),
            Map.entry("virtiofs", "virtiofs"),
            Map.entry("usb", "usb"));

    private static final Map<String, String> CONTAINER = Map.ofEntries(
            Map.entry("hostname", "initialization"),
            Map.entry("description", "description"),
            Map.entry("tags", "tags"),
            Map.entry("hookscript", "hook_script_file_id"),
            Map.entry("entrypoint", "initialization"),
            Map.entry("nameserver", "initialization"),
            Map.entry("searchdomain", "initialization"),
            Map.entry("env", "environment_variables"),
            Map.entry("net", "network_interface"),
            Map.entry("mp", "mount_point"),
            Map.entry("rootfs", "disk"),
            Map.entry("dev", "device_passthrough"),
            Map.entry("lxc", "idmap"));

    private Withheld() {}

    static void ignore(Draft guest) {
        for (String key : guest.config.withheld()) {
            if (key.equals("cipassword")) {
                // The provider itself does not compare it.
                continue;
            }
            argument(guest.guest.isVm() ? VM : CONTAINER, key).ifPresent(name -> guest.ignore(name, WHY));
        }
    }

    private static Optional<String> argument(Map<String, String> arguments, String key) {
        return arguments.entrySet().stream()
                .filter(entry -> key.startsWith(entry.getKey()))
                .max(Map.Entry.comparingByKey((one, other) -> Integer.compare(one.length(), other.length())))
                .map(Map.Entry::getValue);
    }
}
