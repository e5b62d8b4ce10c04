package io.github.proxmoxmcp.server.outbound;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whose certificates a server that we call may show: of the authorities of the system, and of one of its owner's.
public final class Authorities {

    private Authorities() {}

    /// @param file certificates of authorities, PEM; absent: those of the system only
    /// @throws ConfigurationException when there are none in it
    public static SSLSocketFactory with(Optional<Path> file) {
        return file.map(Authorities::with).orElseGet(HttpsURLConnection::getDefaultSSLSocketFactory);
    }

    private static SSLSocketFactory with(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("file-" + number++, one);
            }
            if (number == 0) {
                throw new GeneralSecurityException("there is no certificate in it");
            }
            for (X509Certificate one : system().toList()) {
                trusted.setCertificateEntry("system-" + number++, one);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(Optional.of(trusted)), null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigurationException(
                    "'ca_file' " + file + " holds no certificates of authorities (PEM): " + e.getMessage(), e);
        }
    }

    private static Stream<X509Certificate> system() throws GeneralSecurityException {
        return Arrays.stream(managers(Optional.empty()))
                .filter(X509TrustManager.class::isInstance)
                .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()));
    }

    private static TrustManager[] managers(Optional<KeyStore> trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted.orElse(null));
        return factory.getTrustManagers();
    }
}
