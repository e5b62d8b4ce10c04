package io.github.proxmoxmcp.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A self-signed certificate that is made anew at every start, so no private key lies around.
///
/// Java makes one only by its `keytool`, whose start takes as long as that of a whole cluster.
final class DemoCertificate {
    private static final Duration VALIDITY = Duration.ofDays(730);

    // Object identifiers: ecdsa-with-SHA256, commonName, organizationName, subjectAltName.
    private static final byte[] SIGNED_HOW = Der.sequence(Der.identifier("2a8648ce3d040302"));
    private static final byte[] COMMON_NAME = Der.identifier("550403");
    private static final byte[] ORGANIZATION = Der.identifier("55040a");
    private static final byte[] OTHER_NAMES = Der.identifier("551d11");

    private final SSLContext tls;
    private final X509Certificate certificate;

    private DemoCertificate(SSLContext tls, X509Certificate certificate) {
        this.tls = tls;
        this.certificate = certificate;
    }

    static DemoCertificate create(List<String> hosts) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var keys = generator.generateKeyPair();
            var certificate = sign(keys, hosts);
            return new DemoCertificate(tls(keys, certificate), certificate);
        } catch (GeneralSecurityException | IOException everyJavaCan) {
            throw new IllegalStateException("cannot make the certificate", everyJavaCan);
        }
    }

    SSLContext tls() {
        return tls;
    }

    /// The SHA-256 fingerprint in Proxmox's form: upper-case, with colons.
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

    /// A certificate of the form of RFC 5280.
    private static X509Certificate sign(KeyPair keys, List<String> hosts) throws GeneralSecurityException {
        var now = Instant.now();
        var name = Der.sequence(
                Der.set(Der.sequence(COMMON_NAME, Der.text("pve1"))),
                Der.set(Der.sequence(ORGANIZATION, Der.text("Demo Cluster"))));
        var toBeSigned = Der.sequence(
                Der.tagged(Der.CONTEXT | Der.CONSTRUCTED, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(63, new SecureRandom()).add(BigInteger.ONE)),
                SIGNED_HOW,
                name,
                Der.sequence(Der.time(now.minus(Duration.ofMinutes(1))), Der.time(now.plus(VALIDITY))),
                name,
                keys.getPublic().getEncoded(),
                Der.tagged(Der.CONTEXT | Der.CONSTRUCTED | 3, Der.sequence(otherNames(hosts))));
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(toBeSigned);
        var encoded = Der.sequence(toBeSigned, SIGNED_HOW, Der.bits(signature.sign()));
        var read = CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        if (!(read instanceof X509Certificate certificate)) {
            throw new GeneralSecurityException("no X.509 certificate");
        }
        return certificate;
    }

    /// The loopback address, and host names.
    private static byte[] otherNames(List<String> hosts) {
        var names = new ArrayList<byte[]>();
        names.add(Der.tagged(Der.CONTEXT | 7, new byte[] {127, 0, 0, 1}));
        var all = new ArrayList<>(hosts);
        all.addFirst("localhost");
        all.forEach(host -> names.add(Der.tagged(Der.CONTEXT | 2, host.getBytes(StandardCharsets.US_ASCII))));
        return Der.sequence(OTHER_NAMES, Der.octets(Der.sequence(names.toArray(byte[][]::new))));
    }

    private static SSLContext tls(KeyPair keys, X509Certificate certificate)
            throws GeneralSecurityException, IOException {
        var password = new char[0];
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, password);
        store.setKeyEntry("node", keys.getPrivate(), password, new Certificate[] {certificate});
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, password);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls;
    }
}
