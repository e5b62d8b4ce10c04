package io.github.proxmoxmcp.client.http;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/// Lets a check decide about a server's certificate, and when it says no, tells which certificate that was.
///
/// It extends `X509ExtendedTrustManager` so that the JDK adds no check of its own; the host name is verified by the
/// JDK's manager behind the check, which finds it in the engine, or not at all where a leaf is pinned.
final class CheckedTrust extends X509ExtendedTrustManager {

    /// Decides; the engine or socket carries the host name.
    interface Check {
        void check(X509Certificate[] chain, String authType, Optional<SSLEngine> engine) throws CertificateException;
    }

    /// A certificate that was not accepted, and why.
    static final class Untrusted extends CertificateException {
        private final transient ServerCertificate certificate;

        Untrusted(String reason, ServerCertificate certificate) {
            super(reason);
            this.certificate = certificate;
        }

        ServerCertificate certificate() {
            return certificate;
        }
    }

    private final Check check;
    private final X509Certificate[] issuers;

    CheckedTrust(Check check, X509Certificate[] issuers) {
        this.check = check;
        this.issuers = issuers;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decide(chain, authType, Optional.of(engine));
    }

    /// Sockets are used by [Certificates] only, which accepts nothing.
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        decide(chain, authType, Optional.empty());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a certificate cannot be verified without its connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("this is a client: it accepts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is a client: it accepts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is a client: it accepts no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.clone();
    }

    private void decide(X509Certificate[] chain, String authType, Optional<SSLEngine> engine) throws Untrusted {
        try {
            check.check(chain, authType, engine);
        } catch (CertificateException e) {
            throw new Untrusted(reason(e), ServerCertificate.of(chain[0]));
        }
    }

    /// In words for a person, where Java's are the names of its classes.
    private static String reason(CertificateException e) {
        String text = String.valueOf(e.getMessage());
        return text.contains("unable to find valid certification path")
                ? "no authority that is trusted here has signed it"
                : text;
    }
}
