package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.ConfigView;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What the checks of a whole cluster want to know of each guest's configuration.
///
/// @param onboot whether it starts with its node
/// @param hardware whether hardware of its node is passed through to it
/// @param diskStorages where its disks lie
/// @param isoStorages where the images lie that are in its drives
/// @param meta when and how it was made, as Proxmox wrote it
public record ConfigFacts(
        boolean onboot, boolean hardware, Set<String> diskStorages, Set<String> isoStorages, Optional<String> meta) {

    /// These facts of each configuration.
    public static final ConfigView<ConfigFacts> VIEW = new ConfigView<>(ConfigFacts::of);

    private static final Pattern DISK = Pattern.compile("(?:scsi|virtio|sata|ide|efidisk|tpmstate|mp)[0-9]+|rootfs");
    private static final Pattern HARDWARE = Pattern.compile("(?:hostpci|usb)[0-9]+");

    private static ConfigFacts of(SortedMap<String, String> config) {
        boolean hardware = false;
        Set<String> disks = new TreeSet<>();
        Set<String> images = new TreeSet<>();
        for (Map.Entry<String, String> entry : config.entrySet()) {
            String key = entry.getKey();
            if (HARDWARE.matcher(key).matches()) {
                hardware |= isBound(PropertyString.parse(entry.getValue()));
            } else if (DISK.matcher(key).matches()) {
                PropertyString parts = PropertyString.parse(entry.getValue());
                String first = key.equals("rootfs") || key.startsWith("mp") ? "volume" : "file";
                String volume = parts.get(first, first).orElse("");
                hardware |= volume.startsWith("/dev/") || volume.equals("cdrom");
                int colon = volume.indexOf(':');
                if (colon > 0 && !volume.startsWith("/dev/")) {
                    (isImage(parts, volume) ? images : disks)
                            .add(volume.substring(0, colon).intern());
                }
            }
        }
        return new ConfigFacts(
                "1".equals(config.get("onboot")),
                hardware,
                Set.copyOf(disks),
                Set.copyOf(images),
                Optional.ofNullable(config.get("meta")));
    }

    private static boolean isBound(PropertyString device) {
        return device.get("mapping").isEmpty()
                && device.get("host", "host").filter("spice"::equals).isEmpty();
    }

    private static boolean isImage(PropertyString parts, String volume) {
        return parts.get("media").equals(Optional.of("cdrom")) && !volume.contains("cloudinit");
    }
}
