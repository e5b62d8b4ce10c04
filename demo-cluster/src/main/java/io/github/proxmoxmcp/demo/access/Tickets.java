package io.github.proxmoxmcp.demo.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tickets, which stand for a login for two hours, and what protects writes that use them.
final class Tickets {
    private static final Duration LIFE = Duration.ofHours(2);
    private static final Pattern TICKET = Pattern.compile("PVE:([^:]+):([0-9A-F]{8})::(.+)");
    private static final Pattern GUARD = Pattern.compile("([0-9A-F]{8}):(.+)");

    private final byte[] key = bytes(UUID.randomUUID().toString());

    String ticket(String user, Instant now) {
        var body = "PVE:%s:%08X".formatted(user, now.getEpochSecond());
        return body + "::" + sign(body);
    }

    /// What a write must send along.
    String guard(String user, Instant now) {
        var time = "%08X".formatted(now.getEpochSecond());
        return time + ":" + sign("CSRF:" + time + ":" + user);
    }

    /// The user of a valid ticket.
    Optional<String> user(String ticket, Instant now) {
        var parts = TICKET.matcher(ticket);
        if (!parts.matches() || !fresh(parts.group(2), now)) {
            return Optional.empty();
        }
        var body = "PVE:" + parts.group(1) + ":" + parts.group(2);
        return same(sign(body), parts.group(3)) ? Optional.of(parts.group(1)) : Optional.empty();
    }

    boolean guards(String guard, String user, Instant now) {
        var parts = GUARD.matcher(guard);
        return parts.matches()
                && fresh(parts.group(1), now)
                && same(sign("CSRF:" + parts.group(1) + ":" + user), parts.group(2));
    }

    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    private static boolean fresh(String time, Instant now) {
        var made = Instant.ofEpochSecond(Long.parseLong(time, 16));
        return !made.isAfter(now) && made.plus(LIFE).isAfter(now);
    }

    private String sign(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(bytes(text)));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
