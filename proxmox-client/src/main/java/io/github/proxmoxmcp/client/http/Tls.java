package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.connection.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Makes TLS contexts from what is to be trusted.
final class Tls {

    private Tls() {}

    static CheckedTrust trust(Trust trust) throws GeneralSecurityException, IOException {
        return switch (trust) {
            case Trust.SystemAuthorities _ -> authorities(standard(null));
            case Trust.CaFile(Path file) -> authorities(standard(withSystem(file)));
            case Trust.Fingerprint pinned -> pinned(pinned);
        };
    }

    static SSLContext context(CheckedTrust trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, new SecureRandom());
        return context;
    }

    private static CheckedTrust pinned(Trust.Fingerprint pinned) {
        return new CheckedTrust(
                (chain, authType, engine) -> {
                    if (!pinned.accepts(ServerCertificate.sha256(chain[0]))) {
                        throw new CertificateException("it is not the pinned certificate " + pinned.sha256());
                    }
                },
                new X509Certificate[0]);
    }

    /// The JDK's manager verifies the host name because HttpClient asks for it in the engine's parameters.
    private static CheckedTrust authorities(X509ExtendedTrustManager standard) {
        return new CheckedTrust(
                (chain, authType, engine) -> standard.checkServerTrusted(
                        chain, authType, engine.orElseThrow(() -> new CertificateException("no host name to verify"))),
                standard.getAcceptedIssuers());
    }

    private static KeyStore withSystem(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate certificate : certificates(file)) {
            store.setCertificateEntry("file-" + number++, certificate);
        }
        for (Certificate certificate : standard(null).getAcceptedIssuers()) {
            store.setCertificateEntry("system-" + number++, certificate);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (certificates.isEmpty()) {
                throw new CertificateException("there is no certificate in the file (expected PEM)");
            }
            return certificates;
        }
    }

    private static X509ExtendedTrustManager standard(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("the JDK has no X.509 trust manager"));
    }
}
