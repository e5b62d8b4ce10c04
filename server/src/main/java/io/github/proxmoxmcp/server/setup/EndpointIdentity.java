package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.http.Certificates;
import io.github.proxmoxmcp.client.http.ServerCertificate;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Who an endpoint says it is, found out without sending it anything that is secret.
///
/// @param trustedBySystem whether an authority that this system trusts says so too, for this host name
record EndpointIdentity(URI endpoint, ServerCertificate certificate, boolean trustedBySystem) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HTTPS = 443;

    static EndpointIdentity of(URI endpoint) {
        return new EndpointIdentity(endpoint, Certificates.read(endpoint, PATIENCE), trusted(endpoint));
    }

    private static boolean trusted(URI endpoint) {
        int port = endpoint.getPort() < 0 ? HTTPS : endpoint.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(endpoint.getHost(), port), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            try (SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(plain, endpoint.getHost(), port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return true;
            }
        } catch (IOException _) {
            return false;
        }
    }
}
