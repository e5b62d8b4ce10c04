package io.github.proxmoxmcp.server.tools.guest;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.server.guard.LiveGuest;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The disks in a guest's configuration.
public final class Disks {

    private static final Pattern SLOT =
            Pattern.compile("(?:ide|sata|scsi|virtio|efidisk|tpmstate|unused|mp)[0-9]+|rootfs");
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([KMGT]?)");

    private Disks() {}

    /// A disk of a guest.
    ///
    /// @param slot such as `scsi0` or `rootfs`
    /// @param volume such as `ceph:vm-100-disk-0`
    record Disk(String slot, String volume, Optional<Long> size) {

        String storage() {
            return volume.substring(0, volume.indexOf(':'));
        }
    }

    /// All but drives for CDs, which hold images of others, and what is bound from the node itself.
    static List<Disk> of(LiveGuest guest) {
        return guest.config().entrySet().stream()
                .filter(option -> SLOT.matcher(option.getKey()).matches())
                .map(option -> {
                    PropertyString line = PropertyString.parse(option.getValue());
                    return line.get("media").equals(Optional.of("cdrom"))
                            ? new Disk(option.getKey(), "", Optional.empty())
                            : new Disk(
                                    option.getKey(),
                                    line.get("file", "file")
                                            .or(() -> line.get("volume"))
                                            .orElse(""),
                                    line.get("size").flatMap(Disks::bytes));
                })
                .filter(disk -> disk.volume().indexOf(':') > 0)
                .toList();
    }

    static Disk require(LiveGuest guest, String slot) {
        List<Disk> all = of(guest);
        return all.stream()
                .filter(disk -> disk.slot().equals(slot))
                .findFirst()
                .orElseThrow(() -> new ToolException.NotFound("Guest " + guest.label() + " has no disk '" + slot
                        + "'; it has " + all.stream().map(Disk::slot).collect(Collectors.joining(", ")) + "."));
    }

    /// `32G` in bytes.
    static Optional<Long> bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Optional.empty();
        }
        int thousands = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2)) + 1;
        return Optional.of(new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * thousands)))
                .longValue());
    }
}
