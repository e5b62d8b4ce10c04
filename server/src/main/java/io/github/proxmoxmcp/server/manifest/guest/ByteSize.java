package io.github.proxmoxmcp.server.manifest.guest;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as manifests write them (`4GiB`) and as Proxmox does (`4G`, `31458K`).
final class ByteSize {

    private static final List<String> UNITS = List.of("", "K", "M", "G", "T");
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?) ?(KiB|MiB|GiB|TiB)");
    private static final Pattern OF_PROXMOX = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)([KMGT]?)");

    private ByteSize() {}

    /// Bytes; absent when it is not a size with its unit.
    static Optional<Long> written(String text) {
        Matcher match = WRITTEN.matcher(text);
        return match.matches() ? bytes(match.group(1), match.group(2).substring(0, 1)) : Optional.empty();
    }

    static Optional<Long> ofProxmox(String text) {
        Matcher match = OF_PROXMOX.matcher(text);
        return match.matches() ? bytes(match.group(1), match.group(2)) : Optional.empty();
    }

    /// In the largest unit of which it is a whole number.
    static String shown(long bytes) {
        return inUnit(bytes, 1).map(text -> text + "iB").orElse(bytes + " bytes");
    }

    /// As Proxmox takes it.
    static String forProxmox(long bytes) {
        return inUnit(bytes, 1).orElse(String.valueOf(bytes));
    }

    /// In GiB, as a new disk is asked for.
    static String gib(long bytes) {
        return BigDecimal.valueOf(bytes)
                .divide(BigDecimal.valueOf(1L << 30))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Optional<String> inUnit(long bytes, int least) {
        for (int unit = UNITS.size() - 1; unit >= least; unit--) {
            long size = 1L << (10 * unit);
            if (bytes > 0 && bytes % size == 0) {
                return Optional.of(bytes / size + UNITS.get(unit));
            }
        }
        return bytes == 0 ? Optional.of("0" + UNITS.get(2)) : Optional.empty();
    }

    private static Optional<Long> bytes(String number, String unit) {
        try {
            return Optional.of(new BigDecimal(number)
                    .multiply(BigDecimal.valueOf(1L << (10 * UNITS.indexOf(unit))))
                    .longValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }
}
