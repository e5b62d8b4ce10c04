package io.github.proxmoxmcp.server.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// PBKDF2-HMAC-SHA256 with an own salt, written as `pbkdf2-sha256$ROUNDS$SALT$HASH`, so that the number of rounds can
/// grow without making older tokens worthless.
final class SlowHash {

    /// Fewer than for passwords: the secrets are 256 random bits, which no number of rounds makes harder to guess, and
    /// without the JVM's second compiler each hundred thousand cost half a second.
    static final int ROUNDS = 100_000;

    private static final String SCHEME = "pbkdf2-sha256";

    private SlowHash() {}

    static String of(String secret, RandomGenerator random, int rounds) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return String.join(
                "$",
                SCHEME,
                Integer.toString(rounds),
                base64.encodeToString(salt),
                base64.encodeToString(hash(secret, salt, rounds)));
    }

    static boolean matches(String secret, String stored) {
        String[] parts = stored.split("\\$");
        if (parts.length != 4 || !parts[0].equals(SCHEME)) {
            return false;
        }
        Base64.Decoder base64 = Base64.getDecoder();
        byte[] computed = hash(secret, base64.decode(parts[2]), Integer.parseInt(parts[1]));
        return MessageDigest.isEqual(computed, base64.decode(parts[3]));
    }

    private static byte[] hash(String secret, byte[] salt, int rounds) {
        try {
            PBEKeySpec key = new PBEKeySpec(secret.toCharArray(), salt, rounds, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA256", e);
        }
    }
}
