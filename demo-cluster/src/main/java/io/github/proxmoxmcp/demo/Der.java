package io.github.proxmoxmcp.demo;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/// Writes what certificates are made of (ITU-T X.690, DER).
final class Der {
    static final int CONTEXT = 0x80;
    static final int CONSTRUCTED = 0x20;

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("uuMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    static byte[] bits(byte[] value) {
        return tagged(0x03, new byte[] {0}, value);
    }

    static byte[] text(String value) {
        return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant value) {
        return tagged(0x17, UTC_TIME.format(value).getBytes(StandardCharsets.US_ASCII));
    }

    /// @param encoded an object identifier as it stands in a certificate
    static byte[] identifier(String encoded) {
        return tagged(0x06, HexFormat.of().parseHex(encoded));
    }

    static byte[] tagged(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 0x80) {
            out.write(content.size());
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.size()) + 7) / 8;
            out.write(0x80 | bytes);
            for (int at = bytes - 1; at >= 0; at--) {
                out.write(content.size() >>> (8 * at));
            }
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
