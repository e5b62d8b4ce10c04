package io.github.proxmoxmcp.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// An authority and two servers that it vouches for, made new for every run by the JDK's keytool.
final class TestCertificates {

    static final String PASSWORD = "only-for-tests";

    private final Path folder;
    private final KeyStore store;

    TestCertificates(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        this.folder = folder;
        keytool("-alias", "authority", "-dname", "CN=Test Authority", "-ext", "bc=ca:true");
        keytool("-alias", "localhost", "-dname", "CN=localhost", "-ext", "san=dns:localhost", "-signer", "authority");
        keytool("-alias", "elsewhere", "-dname", "CN=pve9", "-ext", "san=dns:pve9.example", "-signer", "authority");
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
    }

    /// A key store with this server's key only.
    Path keyStore(String alias) throws IOException, GeneralSecurityException {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(
                alias,
                store.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                store.getCertificateChain(alias));
        Path file = folder.resolve(alias + ".p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            one.store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    /// The certificate as a PEM file.
    Path pem(String alias) throws IOException, GeneralSecurityException {
        String base64 =
                Base64.getMimeEncoder().encodeToString(certificate(alias).getEncoded());
        return Files.writeString(
                folder.resolve(alias + ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    }

    String fingerprint(String alias) throws GeneralSecurityException {
        return ServerCertificate.of(certificate(alias)).fingerprint();
    }

    private X509Certificate certificate(String alias) throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(alias);
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("all.p12").toString(),
                "-storepass",
                PASSWORD));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }
}
