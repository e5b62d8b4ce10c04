package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// Our certificate and its key, from PEM files.
final class ServerTls {

    private static final char[] NO_PASSWORD = new char[0];

    private ServerTls() {}

    static SSLContext context(HttpSettings.Tls tls) {
        byte[] certificates = read(tls.certificate());
        String key = new String(read(tls.key()), StandardCharsets.US_ASCII);
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates))
                    .toArray(Certificate[]::new);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, NO_PASSWORD);
            keys.setKeyEntry("server", key(key), NO_PASSWORD, chain);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "http.tls: " + tls.certificate() + " and " + tls.key() + " are not a certificate and its key (PEM,"
                            + " the key as PKCS #8 without a password): " + e.getMessage(),
                    e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "http.tls: " + file + " cannot be read ("
                            + switch (e) {
                                case NoSuchFileException _ -> "there is no such file";
                                case AccessDeniedException _ ->
                                    "permission denied; the packaged service is handed its files by LoadCredential, see"
                                            + " docs/guides/serve-over-http.md";
                                default -> String.valueOf(e.getMessage());
                            }
                            + ")",
                    e);
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new GeneralSecurityException("there is no 'BEGIN PRIVATE KEY' in the file of the key; convert it"
                    + " with: openssl pkcs8 -topk8 -nocrypt");
        }
        byte[] der = Base64.getMimeDecoder()
                .decode(pem.replaceFirst("(?s).*-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----.*", "$1"));
        PKCS8EncodedKeySpec form = new PKCS8EncodedKeySpec(der);
        GeneralSecurityException last = new GeneralSecurityException("unknown kind of key");
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(form);
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }
}
