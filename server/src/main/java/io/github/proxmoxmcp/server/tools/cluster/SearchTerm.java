package io.github.proxmoxmcp.server.tools.cluster;

import io.github.proxmoxmcp.persistence.SearchStore.Hit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A parsed search term: an address, a network, a MAC address in any of its spellings, or any text.
public sealed interface SearchTerm {

    Pattern MAC = Pattern.compile("(?i)([0-9a-f]{2}[:-]){2,5}[0-9a-f]{2}|[0-9a-f]{12}|([0-9a-f]{4}\\.){2}[0-9a-f]{4}");
    Pattern IP = Pattern.compile("(?i)\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}");
    Pattern CIDR = Pattern.compile("(?i)(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)/(\\d{1,3})");

    /// The text that the memory is searched for; what it finds is then looked at more closely.
    String search();

    /// How well a fact fits: 0 exactly, 1 from its beginning on, 2 somewhere in it; absent: not at all.
    Optional<Integer> rank(Hit hit);

    /// Whether only guests that told their addresses can be found.
    default boolean isAddress() {
        return true;
    }

    /// @throws IllegalArgumentException for a network that is none
    static SearchTerm of(String text) {
        var cidr = CIDR.matcher(text);
        if (cidr.matches()) {
            return new Net(IpNetwork.parse(cidr.group(1), Integer.parseInt(cidr.group(2))));
        }
        if (MAC.matcher(text).matches()) {
            return new Mac(text.replaceAll("[:.-]", "").toUpperCase(Locale.ROOT).replaceAll("..(?=.)", "$0:"));
        }
        return IP.matcher(text).matches() ? new Ip(text.toLowerCase(Locale.ROOT)) : new Text(text);
    }

    /// One address: `10.0.3.1` is not in `10.0.3.17`.
    record Ip(String search) implements SearchTerm {

        @Override
        public Optional<Integer> rank(Hit hit) {
            String value = hit.value().toLowerCase(Locale.ROOT);
            return value.equals(search)
                    ? Optional.of(0)
                    : Optional.of(1)
                            .filter(_ -> Pattern.compile(
                                            "(?<![0-9a-f.:])" + Pattern.quote(search) + "(?![0-9a-f:]|\\.\\d)")
                                    .matcher(value)
                                    .find());
        }
    }

    /// Every address of a network.
    record Net(IpNetwork network) implements SearchTerm {

        private static final Pattern ADDRESS = Pattern.compile(
                "(?i)(?<![0-9a-f.:])(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]*(:[0-9a-f]*){2,7})(?![0-9a-f.:])");

        /// Facts that are addresses or networks.
        private static final Set<String> ADDRESSES = Set.of("ip", "cidr", "gateway", "source", "dest");

        @Override
        public String search() {
            return network.commonText();
        }

        @Override
        public Optional<Integer> rank(Hit hit) {
            if (!ADDRESSES.contains(hit.field()) && !hit.field().matches("config\\.(net|ipconfig)\\d+")) {
                return Optional.empty();
            }
            boolean inside = ADDRESS.matcher(hit.value()).results().anyMatch(found -> network.contains(found.group(1)));
            return Optional.of(0).filter(_ -> inside);
        }
    }

    /// A MAC address or the beginning of one, in Proxmox's spelling.
    record Mac(String search) implements SearchTerm {

        @Override
        public Optional<Integer> rank(Hit hit) {
            String value = hit.value().toUpperCase(Locale.ROOT);
            boolean network = hit.field().equals("mac") || hit.field().startsWith("config.net");
            return Optional.of(search.length() == 17 ? 0 : 1).filter(_ -> network && value.contains(search));
        }
    }

    /// Any other text.
    record Text(String search) implements SearchTerm {

        @Override
        public boolean isAddress() {
            return false;
        }

        @Override
        public Optional<Integer> rank(Hit hit) {
            String value = hit.value().toLowerCase(Locale.ROOT);
            String wanted = search.toLowerCase(Locale.ROOT);
            boolean exactly = value.equals(wanted)
                    || (hit.field().equals("tags") && (";" + value + ";").contains(";" + wanted + ";"));
            return Optional.of(exactly ? 0 : value.startsWith(wanted) ? 1 : 2);
        }
    }
}
