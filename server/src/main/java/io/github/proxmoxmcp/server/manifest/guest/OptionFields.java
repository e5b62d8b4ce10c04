package io.github.proxmoxmcp.server.manifest.guest;

import java.util.Map;
import java.util.Optional;

/// Writing fields into the options that they are parts of.
public final class OptionFields {

    private static final String SIZE = "size";

    private OptionFields() {}

    /// Why a value cannot be brought about by writing it; absent: it can.
    public static Optional<String> hindrance(
            boolean container,
            Field field,
            Optional<String> wanted,
            Optional<String> now,
            Map<String, String> options) {
        if (!OptionLine.isDisk(container, field.option())) {
            return Optional.empty();
        }
        boolean there = options.containsKey(field.option());
        if (field.part().equals(OptionLine.STORAGE) && there) {
            return Optional.of("moving a disk is no change of configuration; move_disk does it, one disk at a time");
        }
        if (field.part().equals(SIZE) && there) {
            if (wanted.isEmpty() || now.isEmpty()) {
                return Optional.of("a disk has the size that it has");
            }
            return Long.parseLong(wanted.get()) < Long.parseLong(now.get())
                    ? Optional.of("a disk cannot shrink; write the size that it has")
                    : Optional.empty();
        }
        if (field.isWhole() && wanted.isEmpty() && field.option().equals("rootfs")) {
            return Optional.of("a container without its root file system is none");
        }
        return Optional.empty();
    }

    /// Whether an option is a disk, or what is mounted.
    public static boolean isDisk(boolean container, String option) {
        return OptionLine.isDisk(container, option);
    }

    /// The line of a network card without its address; any other line as it is.
    public static String withoutAddress(boolean container, String option, String text) {
        if (!option.matches("net[0-9]+")) {
            return text;
        }
        OptionLine line = OptionLine.parse(container, option, text);
        line.remove(container ? "hwaddr" : "macaddr");
        return line.toString();
    }

    /// Whether a field is the size of a disk, which grows by a call of its own.
    public static boolean isSize(boolean container, Field field) {
        return field.part().equals(SIZE) && OptionLine.isDisk(container, field.option());
    }

    /// The line of an option after some of its parts are other ones; everything else in it stays as it is, the address
    /// of a network card, too.
    ///
    /// @param line as it is; absent: there is none yet
    /// @param parts fields of this option to their values, absent to take them out
    public static String merged(
            boolean container, String option, Optional<String> line, Map<Field, Optional<String>> parts) {
        OptionLine merged = OptionLine.parse(container, option, line.orElse(""));
        parts.forEach((field, value) -> value.ifPresentOrElse(
                canonical -> merged.put(field.part(), field.type().forProxmox(canonical)),
                () -> merged.remove(field.part())));
        return merged.toString();
    }

    /// The line of a disk that is to be made: on a storage, so large, with its other parts; or of a volume that is
    /// there.
    ///
    /// @return absent when neither is told
    public static Optional<String> newDisk(boolean container, String option, Map<Field, Optional<String>> parts) {
        Optional<String> storage = part(parts, OptionLine.STORAGE);
        Optional<String> volume = part(parts, OptionLine.VOLUME);
        Optional<String> size = part(parts, SIZE);
        boolean cloudInit = volume.equals(Optional.of("cloudinit"));
        Optional<String> file = cloudInit
                ? storage.map(name -> name + ":cloudinit")
                : volume.or(() ->
                        storage.flatMap(name -> size.map(bytes -> name + ":" + ByteSize.gib(Long.parseLong(bytes)))));
        return file.map(text -> {
            OptionLine line = OptionLine.parse(container, option, text);
            parts.forEach((field, value) -> {
                if (!field.part().equals(SIZE)
                        && !field.part().equals(OptionLine.STORAGE)
                        && !field.part().equals(OptionLine.VOLUME)) {
                    value.ifPresent(
                            canonical -> line.put(field.part(), field.type().forProxmox(canonical)));
                }
            });
            return line.toString();
        });
    }

    private static Optional<String> part(Map<Field, Optional<String>> parts, String name) {
        return parts.entrySet().stream()
                .filter(entry -> entry.getKey().part().equals(name))
                .map(Map.Entry::getValue)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
