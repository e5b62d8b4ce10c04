package io.github.proxmoxmcp.server.page;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a form carries to show that this visitor was shown it. Each is another one, so that the sizes of compressed
/// pages tell nothing of it.
final class FormTokens {

    private static final int NONCE_BYTES = 12;

    private final Supplier<byte[]> key;
    private final SecureRandom random = new SecureRandom();

    /// @param key of all processes on the store, because another one may get the form
    FormTokens(Supplier<byte[]> key) {
        this.key = key;
    }

    String issue(Visitor visitor) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String text = HexFormat.of().formatHex(nonce);
        return text + "." + signature(visitor, text);
    }

    boolean isOf(Visitor visitor, String token) {
        String[] parts = token.split("\\.", 2);
        return parts.length == 2
                && MessageDigest.isEqual(
                        signature(visitor, parts[0]).getBytes(StandardCharsets.UTF_8),
                        parts[1].getBytes(StandardCharsets.UTF_8));
    }

    private String signature(Visitor visitor, String nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            mac.update(("page form\n" + nonce + "\n" + visitor.session()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
