package io.github.proxmoxmcp.server.manifest.guest;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.client.value.PropertyString.Property;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One option's line as its parts by name, in order: the default key has its name, the model of a network card and its
/// address are two parts. It keeps what it does not know and writes back what it read.
final class OptionLine {

    /// Where the disk lies; not written by Proxmox as such.
    static final String STORAGE = "@storage";

    /// The volume of what is no disk of its own: a CD-ROM, a device, a directory of the node.
    static final String VOLUME = "@volume";

    private static final Pattern DISK = Pattern.compile("(ide|sata|scsi|virtio|efidisk|tpmstate)[0-9]+");
    private static final Pattern MOUNT = Pattern.compile("rootfs|mp[0-9]+");
    private static final Pattern OWN_VOLUME = Pattern.compile(
            "[^/:][^:]*:(?!(?:iso|vztmpl|snippets|import)/)(?:.*/)?(?:vm|base|subvol|basevol)-[0-9]+-.*");
    private static final Pattern CLOUD_INIT = Pattern.compile("[^/:][^:]*:(?:.*/)?vm-[0-9]+-cloudinit(?:\\..*)?");
    private static final String CLOUDINIT = "cloudinit";

    private static final Set<String> MODELS = Set.of(
            "e1000",
            "e1000-82540em",
            "e1000-82544gc",
            "e1000-82545em",
            "e1000e",
            "i82551",
            "i82557b",
            "i82559er",
            "ne2k_isa",
            "ne2k_pci",
            "pcnet",
            "rtl8139",
            "virtio",
            "vmxnet3");

    private static final Map<String, String> DEFAULT_KEYS = Map.of(
            "agent", "enabled",
            "cpu", "cputype",
            "machine", "type",
            "vga", "type",
            "startup", "order",
            "memory", "current",
            "hostpci", "host",
            "usb", "host",
            "rng", "source",
            "watchdog", "model");

    private final boolean container;
    private final String option;
    private final Map<String, String> parts;

    private OptionLine(boolean container, String option, Map<String, String> parts) {
        this.container = container;
        this.option = option;
        this.parts = parts;
    }

    static OptionLine parse(boolean container, String option, String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        String first = defaultKey(container, option);
        for (Property property : PropertyString.parse(text).properties()) {
            String key = property.key().isEmpty() ? first : property.key();
            if (!container && option.startsWith("net") && MODELS.contains(key)) {
                parts.put("model", key);
                parts.put("macaddr", property.value());
            } else {
                parts.put(key.equals("volume") ? "file" : key, property.value());
            }
        }
        return new OptionLine(container, option, parts);
    }

    static boolean isDisk(boolean container, String option) {
        return (container ? MOUNT : DISK).matcher(option).matches();
    }

    private static String defaultKey(boolean container, String option) {
        if (isDisk(container, option)) {
            return "file";
        }
        if (!container && option.matches("net[0-9]+")) {
            return "model";
        }
        return DEFAULT_KEYS.getOrDefault(option.replaceFirst("[0-9]+$", ""), "");
    }

    Map<String, String> parts() {
        return parts;
    }

    Optional<String> get(String part) {
        return switch (part) {
            case STORAGE -> Optional.ofNullable(parts.get("file")).flatMap(OptionLine::storage);
            case VOLUME -> Optional.ofNullable(parts.get("file")).flatMap(OptionLine::volume);
            default -> Optional.ofNullable(parts.get(part));
        };
    }

    void put(String part, String value) {
        switch (part) {
            // Where a disk lies is not changed by writing it.
            case STORAGE -> {}
            case VOLUME ->
                parts.put("file", value.equals(CLOUDINIT) ? get(STORAGE).orElse("") + ":" + CLOUDINIT : value);
            default -> parts.put(part, value);
        }
    }

    void remove(String part) {
        parts.remove(part);
    }

    /// The storage of a volume that is the guest's own.
    private static Optional<String> storage(String file) {
        return OWN_VOLUME.matcher(file).matches()
                        || CLOUD_INIT.matcher(file).matches()
                        || file.endsWith(":" + CLOUDINIT)
                ? Optional.of(file.substring(0, file.indexOf(':')))
                : Optional.empty();
    }

    private static Optional<String> volume(String file) {
        return CLOUD_INIT.matcher(file).matches()
                ? Optional.of(CLOUDINIT)
                : OWN_VOLUME.matcher(file).matches() ? Optional.empty() : Optional.of(file);
    }

    @Override
    public String toString() {
        String first = defaultKey(container, option);
        Map<String, String> rest = new LinkedHashMap<>(parts);
        StringBuilder text = new StringBuilder();
        String head = rest.remove(first);
        if (first.equals("model")) {
            String model = Optional.ofNullable(head).orElse("virtio");
            String mac = rest.remove("macaddr");
            text.append(model).append(mac == null ? "" : "=" + mac);
        } else if (head != null) {
            text.append(head);
        }
        rest.forEach((key, value) -> {
            text.append(text.isEmpty() ? "" : ",");
            text.append(key.isEmpty() ? value : key + "=" + value);
        });
        return text.toString();
    }
}
