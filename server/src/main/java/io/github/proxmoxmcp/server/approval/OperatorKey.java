package io.github.proxmoxmcp.server.approval;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An operator's key: an Ed25519 pair whose private half is kept in a file, encrypted with a passphrase. It signs the
/// hashes of plans; whoever has the public half sees that nobody else did.
public final class OperatorKey {

    private static final int ITERATIONS = 600_000;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    /// So that a signature over a plan can never be taken for one over something else.
    private static final String CONTEXT = "proxmox-mcp plan approval 1\n";

    private static final String CHECKPOINT = "proxmox-mcp audit checkpoint 1\n";

    private static final String PASSKEY = "proxmox-mcp passkey 1\n";

    private final PrivateKey key;

    private OperatorKey(PrivateKey key) {
        this.key = key;
    }

    /// A pair whose private half is not encrypted, for a server, which nobody asks for a passphrase.
    public static Made makePlain() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            String publicKey = text(pair.getPublic().getEncoded());
            return new Made(
                    JsonMapper.shared()
                                    .writeValueAsString(Map.of(
                                            "private_key",
                                            text(pair.getPrivate().getEncoded()),
                                            "public_key",
                                            publicKey))
                            + "\n",
                    publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has Ed25519", e);
        }
    }

    /// The key in a file of a server; absent when it is none.
    public static Optional<OperatorKey> openPlain(String file) {
        try {
            byte[] encoded =
                    bytes(JsonMapper.shared().readTree(file).path("private_key").asString(""));
            return Optional.of(new OperatorKey(
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// A new pair.
    ///
    /// @param file what to write into the file of the private half
    /// @param publicKey base64
    public record Made(String file, String publicKey) {}

    /// Makes a pair.
    public static Made make(char[] passphrase, SecureRandom random) {
        return make(passphrase, random, ITERATIONS);
    }

    /// A pair whose passphrase can be guessed faster the fewer the iterations are; the file tells how many.
    public static Made make(char[] passphrase, SecureRandom random, int iterations) {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, passphrase, salt, nonce, iterations)
                    .doFinal(pair.getPrivate().getEncoded());
            String publicKey = text(pair.getPublic().getEncoded());
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("kind", "proxmox-mcp operator key, Ed25519, PBKDF2-HMAC-SHA256, AES-256-GCM");
            file.put("iterations", iterations);
            file.put("salt", text(salt));
            file.put("nonce", text(nonce));
            file.put("sealed", text(sealed));
            file.put("public_key", publicKey);
            return new Made(
                    JsonMapper.builder()
                                    .build()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(file) + "\n",
                    publicKey);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has Ed25519, PBKDF2 and AES-GCM", e);
        }
    }

    /// The key in a file; absent when the passphrase is wrong or it is no such file.
    public static Optional<OperatorKey> open(String file, char[] passphrase) {
        try {
            JsonNode tree = JsonMapper.builder().build().readTree(file);
            Cipher cipher = cipher(
                    Cipher.DECRYPT_MODE,
                    passphrase,
                    bytes(tree.path("salt").asString("")),
                    bytes(tree.path("nonce").asString("")),
                    tree.path("iterations").asInt(ITERATIONS));
            byte[] encoded = cipher.doFinal(bytes(tree.path("sealed").asString("")));
            return Optional.of(new OperatorKey(
                    KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded))));
        } catch (GeneralSecurityException | JacksonException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The public half that stands in a file.
    public static Optional<String> publicKey(String file) {
        try {
            return Optional.of(JsonMapper.builder()
                            .build()
                            .readTree(file)
                            .path("public_key")
                            .asString(""))
                    .filter(text -> !text.isEmpty());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// The signature over a plan's hash, base64.
    public String sign(String hash) {
        return signed(CONTEXT + hash);
    }

    /// The signature over what a checkpoint of the audit says, base64.
    public String signCheckpoint(String text) {
        return signed(CHECKPOINT + text);
    }

    /// The signature over what is said of a passkey, base64.
    String signPasskey(String text) {
        return signed(PASSKEY + text);
    }

    private String signed(String message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message.getBytes(StandardCharsets.UTF_8));
            return text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the operator's key cannot sign", e);
        }
    }

    /// Whether the owner of a public key signed the hash.
    public static boolean verifies(String publicKey, String hash, String signature) {
        return verified(publicKey, CONTEXT + hash, signature);
    }

    /// Whether the owner of a public key signed what a checkpoint says.
    public static boolean verifiesCheckpoint(String publicKey, String text, String signature) {
        return verified(publicKey, CHECKPOINT + text, signature);
    }

    /// Whether the owner of a public key vouched for what is said of a passkey.
    static boolean verifiesPasskey(String publicKey, String text, String signature) {
        return verified(publicKey, PASSKEY + text, signature);
    }

    private static boolean verified(String publicKey, String message, String signature) {
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(bytes(publicKey)));
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message.getBytes(StandardCharsets.UTF_8));
            return check.verify(bytes(signature));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    private static Cipher cipher(int mode, char[] passphrase, byte[] salt, byte[] nonce, int iterations)
            throws GeneralSecurityException {
        byte[] secret = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(passphrase, salt, iterations, KEY_BITS))
                .getEncoded();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getDecoder().decode(text);
    }
}
