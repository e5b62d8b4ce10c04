package io.github.proxmoxmcp.server.guard;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// From where nodes may be told to fetch files without asking anybody.
final class Downloads {

    private Downloads() {}

    /// The addresses of a call that lie outside of the list.
    static Stream<String> foreign(List<URI> allowed, Step step) {
        boolean unverified = step.values("verify-certificates").stream().anyMatch(value -> !value.equals("1"));
        return Stream.concat(step.values("url").stream(), step.values("reference").stream())
                .filter(address -> unverified || !allows(allowed, address));
    }

    /// Whether an address begins with one of the list: same scheme, host and port, and a path below.
    static boolean allows(List<URI> allowed, String address) {
        return parsed(address)
                .filter(url -> allowed.stream().anyMatch(prefix -> begins(prefix, url)))
                .isPresent();
    }

    /// Absent when it could be read in two ways.
    private static Optional<URI> parsed(String address) {
        try {
            URI url = URI.create(address);
            boolean plain = url.getHost() != null
                    && url.getScheme() != null
                    && url.getRawUserInfo() == null
                    && address.matches("[A-Za-z0-9:/._~!$&'()*+,=?%-]+")
                    && !address.matches("(?i).*(?:/\\.\\.?(?:/|$)|%2e|%2f|%5c).*");
            return plain ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean begins(URI prefix, URI url) {
        return prefix.getScheme().equalsIgnoreCase(url.getScheme())
                && prefix.getHost().equals(url.getHost().toLowerCase(Locale.ROOT))
                && prefix.getPort() == url.getPort()
                && (url.getRawPath().isEmpty() ? "/" : url.getRawPath()).startsWith(prefix.getRawPath());
    }
}
