package io.github.proxmoxmcp.client.connection;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// What makes a server's certificate acceptable. There is no mode that accepts everything.
public sealed interface Trust {

    /// The certificate authorities of the Java runtime; the host name is verified.
    record SystemAuthorities() implements Trust {}

    /// The PEM certificates of a file, beside those of the system; the host name is verified.
    ///
    /// For a cluster's own authority: `/etc/pve/pve-root-ca.pem` of any of its nodes.
    record CaFile(Path file) implements Trust {}

    /// Exactly the certificate with this SHA-256 fingerprint, or one of several separated by commas (every node of a
    /// cluster has its own). Only here the host name does not matter: the fingerprint already says who it is.
    record Fingerprint(String sha256) implements Trust {

        public Fingerprint {
            sha256 = String.join(
                    ",",
                    Arrays.stream(sha256.split(","))
                            .map(Fingerprint::normalised)
                            .toList());
        }

        /// Whether a certificate with this SHA-256 digest is the pinned one.
        public boolean accepts(byte[] digest) {
            return List.of(sha256.split(",")).contains(format(digest));
        }

        /// A digest as people see it: `AA:BB:…`.
        public static String format(byte[] digest) {
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        }

        private static String normalised(String text) {
            String hex = text.strip()
                    .replaceFirst("(?i)^sha-?256( fingerprint)?[:=]\\s*", "")
                    .replaceAll("[:\\s]", "")
                    .toUpperCase(Locale.ROOT);
            if (!hex.matches("[0-9A-F]{64}")) {
                throw new IllegalArgumentException("not a SHA-256 fingerprint: '" + text.strip()
                        + "' (expected 32 bytes in hexadecimal, such as AB:CD:…, as"
                        + " 'pvenode cert info' on the node shows them)");
            }
            return format(HexFormat.of().parseHex(hex));
        }
    }
}
