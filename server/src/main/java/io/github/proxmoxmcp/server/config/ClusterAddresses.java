package io.github.proxmoxmcp.server.config;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/// Where a cluster is, as people write it: `pve1` means `https://pve1:8006`, and several endpoints of one cluster have
/// commas between them.
public final class ClusterAddresses {

    private static final int PROXMOX_PORT = 8006;

    private ClusterAddresses() {}

    /// @throws IllegalArgumentException when one is no address
    public static List<URI> parse(String text) {
        return Arrays.stream(text.split(",")).map(ClusterAddresses::one).toList();
    }

    static URI one(String text) {
        String stripped = text.strip().replaceFirst("/+$", "");
        try {
            if (stripped.contains("://")) {
                return URI.create(stripped);
            }
            // An IPv6 address by itself: its colons are no port's.
            String host =
                    stripped.matches("[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*") ? "[" + stripped + "]" : stripped;
            URI url = URI.create("https://" + host);
            return url.getPort() < 0 ? URI.create(url + ":" + PROXMOX_PORT) : url;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + stripped + "' is not an address: expected https://HOST:8006", e);
        }
    }
}
