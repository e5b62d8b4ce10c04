package io.github.proxmoxmcp.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A self-signed certificate for the loopback address, made anew for each start.
///
/// The JDK has no public API that makes certificates, but every runtime image has `keytool`.
final class ServerCertificate {
    private static final String ALIAS = "demo";
    private static final long PATIENCE_SECONDS = 60;

    private final SSLContext tls;
    private final X509Certificate certificate;

    private ServerCertificate(SSLContext tls, X509Certificate certificate) {
        this.tls = tls;
        this.certificate = certificate;
    }

    static ServerCertificate create(List<String> hosts) {
        try {
            var folder = Files.createTempDirectory("demo-cluster");
            var file = folder.resolve("key.p12");
            try {
                var password = UUID.randomUUID().toString();
                keytool(file, password, hosts);
                return load(file, password.toCharArray());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException noFile) {
            throw new UncheckedIOException("cannot make the certificate: " + noFile.getMessage(), noFile);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("cannot load the certificate that keytool made", refused);
        }
    }

    SSLContext tls() {
        return tls;
    }

    /// As Proxmox shows it: SHA-256, upper-case, with colons.
    String fingerprint() {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    String pem() {
        try {
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException notEncodable) {
            throw new IllegalStateException(notEncodable);
        }
    }

    private static void keytool(Path file, String password, List<String> hosts) throws IOException {
        var names = new StringBuilder("SAN=ip:127.0.0.1,dns:localhost");
        hosts.forEach(host -> names.append(",dns:").append(host));
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=pve1, O=Demo Cluster",
                        "-ext",
                        names.toString(),
                        "-validity",
                        "730",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        // The password goes over standard input: arguments of a process are visible to everybody on the machine.
        try (var answers = process.outputWriter()) {
            answers.write(password + "\n" + password + "\n");
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool failed: " + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", interrupted);
        }
    }

    private static ServerCertificate load(Path file, char[] password) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, password);
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        if (!(keys.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
            throw new GeneralSecurityException("no X.509 certificate in the key store");
        }
        return new ServerCertificate(tls, certificate);
    }
}
