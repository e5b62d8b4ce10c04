package io.github.proxmoxmcp.client.nodes;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The certificates of a node: `/nodes/{node}/certificates`.
public interface CertificatesApi {

    @Endpoint("GET /nodes/{node}/certificates/info")
    List<NodeCertificate> list(String node);

    @Endpoint("POST /nodes/{node}/certificates/custom")
    NodeCertificate upload(String node, CertificateUpload request);

    @Endpoint("DELETE /nodes/{node}/certificates/custom")
    void remove(String node, CertificateRemoval request);

    @Endpoint("POST /nodes/{node}/certificates/acme/certificate")
    Upid order(String node, AcmeOrder request);

    @Endpoint("PUT /nodes/{node}/certificates/acme/certificate")
    Upid renew(String node, AcmeOrder request);

    @Endpoint("DELETE /nodes/{node}/certificates/acme/certificate")
    Upid revoke(String node);

    /// A chain in PEM with its key.
    record CertificateUpload(
            String certificates, Optional<Secret> key, Optional<Boolean> force, Optional<Boolean> restart) {}

    /// Whether the proxy starts anew.
    record CertificateRemoval(Optional<Boolean> restart) {

        /// Proxmox's defaults.
        public static final CertificateRemoval PLAIN = new CertificateRemoval(Optional.empty());
    }

    /// Whether it replaces what is there.
    record AcmeOrder(Optional<Boolean> force) {

        /// Proxmox's defaults.
        public static final AcmeOrder PLAIN = new AcmeOrder(Optional.empty());
    }

    /// A certificate.
    record NodeCertificate(
            Optional<String> filename,
            Optional<String> fingerprint,
            Optional<String> subject,
            Optional<String> issuer,
            Optional<Instant> notbefore,
            Optional<Instant> notafter,
            Optional<List<String>> san,
            @JsonProperty("public-key-type") Optional<String> publicKeyType,
            @JsonProperty("public-key-bits") Optional<Integer> publicKeyBits,
            Optional<String> pem) {}
}
