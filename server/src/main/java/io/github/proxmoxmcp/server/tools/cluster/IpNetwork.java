package io.github.proxmoxmcp.server.tools.cluster;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A network of IP addresses, such as `10.0.3.0/24`.
public record IpNetwork(String text, List<Byte> address, int prefix) {

    /// @throws IllegalArgumentException when it is none
    static IpNetwork parse(String address, int prefix) {
        List<Byte> bytes = bytes(address)
                .filter(found -> prefix <= found.size() * 8)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + address + "/" + prefix + "' is not a network; write it as 10.0.3.0/24 or fd00::/64"));
        return new IpNetwork(address, bytes, prefix);
    }

    boolean contains(String other) {
        Optional<List<Byte>> bytes = bytes(other);
        if (bytes.isEmpty() || bytes.get().size() != address.size()) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> bit % 8;
            if ((address.get(bit / 8) & mask) != (bytes.get().get(bit / 8) & mask)) {
                return false;
            }
        }
        return true;
    }

    /// What the text of every address in it has in common: whole parts of the address only.
    String commonText() {
        if (address.size() == 4) {
            return String.join(".", Arrays.copyOf(text.split("\\."), prefix / 8)) + (prefix < 32 ? "." : "");
        }
        return prefix >= 16 ? text.substring(0, text.indexOf(':') + 1) : ":";
    }

    /// Only digits and separators come here: nothing is looked up in a name server.
    private static Optional<List<Byte>> bytes(String address) {
        if (!address.matches("(?i)[0-9.]+|[0-9a-f]*:[0-9a-f:]*")) {
            return Optional.empty();
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            Byte[] boxed = new Byte[bytes.length];
            Arrays.setAll(boxed, i -> bytes[i]);
            return Optional.of(List.of(boxed));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
