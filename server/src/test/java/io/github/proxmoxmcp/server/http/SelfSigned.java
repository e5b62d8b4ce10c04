package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.config.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for this machine that no authority has signed, with its key. The JDK has no public API that makes
/// certificates, but it has `keytool`.
public final class SelfSigned {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore keys = KeyStore.getInstance("PKCS12");

    public SelfSigned(Path folder, String algorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        this(folder, algorithm, "CN=localhost");
    }

    /// @param subject as keytool takes it, such as `CN=localhost`
    public SelfSigned(Path folder, String algorithm, String subject)
            throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        Path file = folder.resolve(algorithm + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        subject,
                        "-ext",
                        "SAN=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).describedAs(said).isZero();
        keys.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
    }

    /// The file with both, and its password.
    public Path keys(String algorithm) {
        return folder.resolve(algorithm + ".p12");
    }

    public static String password() {
        return new String(PASSWORD);
    }

    /// Both as PEM files.
    public HttpSettings.Tls pem() throws GeneralSecurityException, IOException {
        Path certificate = Files.writeString(
                folder.resolve("certificate.pem"),
                block("CERTIFICATE", keys.getCertificate("server").getEncoded()));
        Path key = Files.writeString(
                folder.resolve("key.pem"),
                block("PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded()));
        return new HttpSettings.Tls(certificate, key);
    }

    private static String block(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    /// SHA-256, as Proxmox writes it.
    public String fingerprint() throws GeneralSecurityException {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getCertificate("server").getEncoded()));
    }

    /// For a server that shows it.
    public SSLContext showing() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /// For a client that trusts it.
    SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, PASSWORD);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
