package io.github.proxmoxmcp.server.export;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes of disks as Proxmox writes them: `32G`, `512M`, `4096`.
public final class Sizes {

    public static final long GIBIBYTE = 1L << 30;

    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMGT]?)");

    private Sizes() {}

    /// In bytes; absent for what is no size.
    public static OptionalLong bytes(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return OptionalLong.empty();
        }
        int unit = "KMGT".indexOf(size.group(2)) + 1;
        return OptionalLong.of(Long.parseLong(size.group(1)) << (size.group(2).isEmpty() ? 0 : 10 * unit));
    }

    /// In whole gibibytes, rounded up.
    public static OptionalLong gibibytesUp(String text) {
        OptionalLong bytes = bytes(text);
        return bytes.isEmpty() ? bytes : OptionalLong.of(Math.max(1, (bytes.getAsLong() + GIBIBYTE - 1) / GIBIBYTE));
    }
}
