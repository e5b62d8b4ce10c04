package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.connection.Trust;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/// What a server's certificate says, for a person to compare with what the node itself shows.
public record ServerCertificate(
        String fingerprint, String subject, String issuer, Instant validFrom, Instant validUntil) {

    static ServerCertificate of(X509Certificate certificate) {
        return new ServerCertificate(
                Trust.Fingerprint.format(sha256(certificate)),
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    static byte[] sha256(X509Certificate certificate) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("cannot take the fingerprint of a certificate", e);
        }
    }
}
