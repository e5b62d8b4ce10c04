package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Reads the certificate that a server presents, for a person to confirm before it is pinned.
public final class Certificates {

    private static final int HTTPS = 443;

    private Certificates() {}

    /// The server's own certificate. The handshake is always refused, so nothing else is ever said to the server.
    public static ServerCertificate read(URI endpoint, Duration timeout) {
        Call call = new Call("READ CERTIFICATE OF", endpoint.toString());
        int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(endpoint.getHost(), port), Math.toIntExact(timeout.toMillis()));
            plain.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            handshake(plain, endpoint.getHost(), port);
            throw unreachable(call, "the server presented no certificate");
        } catch (IOException | GeneralSecurityException e) {
            return untrusted(e)
                    .map(CheckedTrust.Untrusted::certificate)
                    .orElseThrow(() -> unreachable(call, endpoint + " cannot be reached: " + Exchange.reason(e)));
        }
    }

    static Optional<CheckedTrust.Untrusted> untrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CheckedTrust.Untrusted untrusted) {
                return Optional.of(untrusted);
            }
        }
        return Optional.empty();
    }

    private static void handshake(Socket plain, String host, int port) throws IOException, GeneralSecurityException {
        CheckedTrust nobody = new CheckedTrust(
                (chain, authType, engine) -> {
                    throw new CertificateException("only read");
                },
                new X509Certificate[0]);
        SSLSocketFactory factory = Tls.context(nobody).getSocketFactory();
        try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true)) {
            socket.startHandshake();
        }
    }

    private static ProxmoxException unreachable(Call call, String text) {
        return new ProxmoxException.ClusterUnreachable(call, Reason.ours(text), false, false);
    }
}
