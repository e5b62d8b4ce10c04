package io.github.proxmoxmcp.server.approval;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// A device with one passkey and the browser before it, written from the specification (WebAuthn level 2, 6.1 and 6.5)
/// and not with the library that checks it.
public final class SoftDevice {

    private static final int PRESENT = 0x01;
    private static final int VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;
    private static final int COORDINATE = 32;

    private final KeyPair pair;
    private final byte[] id = new byte[16];
    private int counter;
    private boolean verifies = true;

    /// @param counter 0: it never counts
    public SoftDevice(int counter) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            pair = generator.generateKeyPair();
            new SecureRandom().nextBytes(id);
            this.counter = counter;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SoftDevice(SoftDevice from) {
        pair = from.pair;
        System.arraycopy(from.id, 0, id, 0, id.length);
        counter = from.counter;
    }

    /// Another device with the same key, which counts for itself from now on.
    public SoftDevice copy() {
        return new SoftDevice(this);
    }

    /// From now on it asks for no PIN.
    public void verifiesNobody() {
        verifies = false;
    }

    /// What a page gets for a new passkey: the attestation object and the client data.
    public Passkeys.NewPasskey made(String person, String origin, String challenge) {
        byte[] clientData = clientData("webauthn.create", origin, challenge);
        ByteArrayOutputStream credential = new ByteArrayOutputStream();
        credential.writeBytes(new byte[16]);
        credential.writeBytes(new byte[] {0, (byte) id.length});
        credential.writeBytes(id);
        credential.writeBytes(coseKey());
        byte[] data = data(host(origin), ATTESTED, credential.toByteArray());
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.write(0xa3);
        cborText(object, "fmt");
        cborText(object, "none");
        cborText(object, "attStmt");
        object.write(0xa0);
        cborText(object, "authData");
        object.writeBytes(new byte[] {0x58, (byte) data.length});
        object.writeBytes(data);
        return new Passkeys.NewPasskey(person, challenge, text(object.toByteArray()), text(clientData));
    }

    /// What a page gets for a challenge.
    public Assertion answer(String origin, String challenge) {
        counter = counter == 0 ? 0 : counter + 1;
        byte[] clientData = clientData("webauthn.get", origin, challenge);
        byte[] data = data(host(origin), 0, new byte[0]);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(data);
            signature.update(sha256(clientData));
            return new Assertion(text(id), text(data), text(clientData), text(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] data(String host, int flags, byte[] further) {
        return ByteBuffer.allocate(37 + further.length)
                .put(sha256(host.getBytes(StandardCharsets.UTF_8)))
                .put((byte) (flags | PRESENT | (verifies ? VERIFIED : 0)))
                .putInt(counter)
                .put(further)
                .array();
    }

    private byte[] coseKey() {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, COORDINATE});
        cose.writeBytes(coordinate(key.getW().getAffineX().toByteArray()));
        cose.writeBytes(new byte[] {0x22, 0x58, COORDINATE});
        cose.writeBytes(coordinate(key.getW().getAffineY().toByteArray()));
        return cose.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[COORDINATE];
        int length = Math.min(number.length, COORDINATE);
        System.arraycopy(number, number.length - length, fixed, COORDINATE - length, length);
        return fixed;
    }

    private static byte[] clientData(String type, String origin, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String host(String origin) {
        return origin.replaceFirst("^https?://", "").replaceFirst(":[0-9]+$", "");
    }

    private static void cborText(ByteArrayOutputStream out, String text) {
        out.write(0x60 + text.length());
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, bytes.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
