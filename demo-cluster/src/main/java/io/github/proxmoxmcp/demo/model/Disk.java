package io.github.proxmoxmcp.demo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// A disk as a line of a guest's configuration names it.
///
/// @param slot the option, such as `scsi0` or `rootfs`
/// @param volume `storage:name`
/// @param size in bytes, 0 when the line has none
public record Disk(String slot, String volume, long size) {
    private static final Pattern SLOT = Pattern.compile("(scsi|virtio|ide|sata|efidisk|tpmstate|unused|mp)\\d+|rootfs");
    private static final Pattern SIZE = Pattern.compile("(?:^|,)size=(\\d+)([KMGT]?)(?:,|$)");

    private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)([KMGT]?)");

    public static List<Disk> of(Map<String, String> options) {
        var disks = new ArrayList<Disk>();
        options.forEach((slot, value) -> {
            if (SLOT.matcher(slot).matches()) {
                parse(slot, value).ifPresent(disks::add);
            }
        });
        return disks;
    }

    /// The size of the disk that a guest boots from, or 0.
    public static long bootSize(GuestType kind, Map<String, String> options) {
        var slot = kind == GuestType.LXC ? Optional.of("rootfs") : bootSlot(options);
        return slot.flatMap(name -> Optional.ofNullable(options.get(name)).flatMap(value -> parse(name, value)))
                .map(Disk::size)
                .orElse(0L);
    }

    public String storage() {
        return volume.substring(0, volume.indexOf(':'));
    }

    /// What its volume is stored as.
    public String format() {
        return volume.endsWith(".qcow2") ? "qcow2" : "raw";
    }

    /// A line with its options, for another volume or size, in the order in which Proxmox writes it.
    public static String line(String line, String volume, long size) {
        var options = new TreeSet<String>();
        for (var part : line.split(",")) {
            if (part.contains("=") && !part.startsWith("size=") && !part.startsWith("format=")) {
                options.add(part);
            }
        }
        options.add("size=" + spell(size));
        return volume + "," + String.join(",", options);
    }

    /// Bytes as a configuration spells them: `32G`.
    public static String spell(long bytes) {
        for (var unit : List.of("G", "M", "K")) {
            if (bytes % (1L << shift(unit)) == 0) {
                return (bytes >> shift(unit)) + unit;
            }
        }
        return Long.toString(bytes);
    }

    /// The bytes that a size such as `32G` or `1.5T` means.
    public static Optional<Long> bytes(String size) {
        var match = AMOUNT.matcher(size);
        return match.matches()
                ? Optional.of((long) (Double.parseDouble(match.group(1)) * (1L << shift(match.group(2)))))
                : Optional.empty();
    }

    private static Optional<String> bootSlot(Map<String, String> options) {
        return Optional.ofNullable(options.get("boot"))
                .filter(boot -> boot.startsWith("order="))
                .map(boot -> boot.substring("order=".length()).split(";", 2)[0]);
    }

    private static Optional<Disk> parse(String slot, String value) {
        var volume = value.split(",", 2)[0];
        if (!volume.contains(":") || value.contains("media=cdrom")) {
            return Optional.empty();
        }
        var match = SIZE.matcher(value);
        long size = match.find() ? Long.parseLong(match.group(1)) << shift(match.group(2)) : 0;
        return Optional.of(new Disk(slot, volume, size));
    }

    private static int shift(String unit) {
        return switch (unit) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            case "T" -> 40;
            default -> 0;
        };
    }
}
