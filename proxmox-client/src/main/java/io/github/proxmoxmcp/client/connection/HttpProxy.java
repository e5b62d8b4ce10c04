package io.github.proxmoxmcp.client.connection;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A proxy on the way to the cluster.
///
/// @param except hosts that are reached without it: names, or ends of names that begin with a dot
public record HttpProxy(String host, int port, List<String> except) {

    public HttpProxy {
        except = List.copyOf(except);
    }

    /// The proxy that an environment names in `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` (of either case). Without one
    /// the system properties of the JDK decide (`https.proxyHost`).
    public static Optional<HttpProxy> ofEnvironment(Map<String, String> environment) {
        List<String> except = variable(environment, "NO_PROXY")
                .map(hosts -> Arrays.stream(hosts.split("[,\\s]+"))
                        .filter(host -> !host.isEmpty())
                        .toList())
                .orElse(List.of());
        return variable(environment, "HTTPS_PROXY")
                .or(() -> variable(environment, "ALL_PROXY"))
                .map(text -> of(text, except));
    }

    /// Whether this host is reached without it.
    public boolean spares(String host) {
        return except.stream()
                .anyMatch(rule -> rule.equals("*")
                        || host.equals(rule)
                        || host.endsWith(rule.startsWith(".") ? rule : "." + rule));
    }

    private static HttpProxy of(String text, List<String> except) {
        URI uri = URI.create(text.contains("://") ? text : "http://" + text);
        if (uri.getHost() == null || uri.getUserInfo() != null || !"http".equals(uri.getScheme())) {
            throw new IllegalArgumentException("the proxy must be http://HOST:PORT, without user and password");
        }
        return new HttpProxy(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), except);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Stream.of(name, name.toLowerCase(java.util.Locale.ROOT))
                .map(key -> environment.getOrDefault(key, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
