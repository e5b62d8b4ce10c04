package io.github.proxmoxmcp.client.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Percent-encoding as RFC 3986 has it: everything but letters, digits and `-._~`, a space as `%20`.
///
/// Not `URLEncoder`, which is for forms and turns a space into `+`; Proxmox takes this one in paths, queries and forms.
/// An unencoded `=` or `;` in a form would silently cut the value.
public final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern NOT_ENCODED = Pattern.compile("[^%]+|%(?![0-9A-Fa-f]{2})");

    private PercentEncoding() {}

    /// The whole text encoded.
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /// The text encoded where it is not: `%2F` stays what it is.
    public static String encodeRest(String text) {
        return NOT_ENCODED.matcher(text).replaceAll((MatchResult part) -> encode(part.group()));
    }

    /// The text that was encoded; what is no encoding stays.
    public static String decode(String encoded) {
        // URLDecoder would read a plus sign as a space.
        return URLDecoder.decode(encodeRest(encoded), StandardCharsets.UTF_8);
    }

    private static boolean isUnreserved(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~".indexOf(b) >= 0;
    }
}
