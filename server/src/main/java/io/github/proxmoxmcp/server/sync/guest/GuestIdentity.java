package io.github.proxmoxmcp.server.sync.guest;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells whether two configurations with the same vmid are of the same guest. Its owner may give a guest another
/// network card or another serial number, so one difference alone proves nothing.
public final class GuestIdentity {

    private static final Pattern CREATED = Pattern.compile("\\bctime=(\\d+)");
    private static final Pattern UUID = Pattern.compile("\\buuid=([0-9a-fA-F-]+)");
    private static final Pattern MAC = Pattern.compile("(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");

    private GuestIdentity() {}

    /// Whether two of serial number, time of creation and addresses of cards are others.
    static boolean isAnother(Map<String, String> known, Map<String, String> read) {
        long differing = Stream.of(
                        differs(found(CREATED, known, "meta"), found(CREATED, read, "meta")),
                        differs(found(UUID, known, "smbios1"), found(UUID, read, "smbios1")),
                        haveNoneInCommon(macs(known), macs(read)))
                .filter(different -> different)
                .count();
        return differing >= 2;
    }

    /// Whether both have the serial number that Proxmox made for one guest; a copy of a guest gets another.
    static boolean isSame(Map<String, String> known, Map<String, String> read) {
        Optional<String> uuid = found(UUID, known, "smbios1");
        return uuid.isPresent() && uuid.equals(found(UUID, read, "smbios1"));
    }

    /// Whether a guest was brought back from an archive: it has the serial number that it had, or where guests have
    /// none, an address of one of its cards.
    public static boolean isBack(Map<String, String> known, Map<String, String> read) {
        return known.containsKey("smbios1")
                ? isSame(known, read)
                : macs(known).stream().anyMatch(macs(read)::contains);
    }

    private static boolean differs(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() && !one.equals(other);
    }

    private static boolean haveNoneInCommon(Set<String> some, Set<String> others) {
        return !some.isEmpty() && !others.isEmpty() && some.stream().noneMatch(others::contains);
    }

    private static Optional<String> found(Pattern pattern, Map<String, String> config, String key) {
        Matcher matcher = pattern.matcher(config.getOrDefault(key, ""));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static Set<String> macs(Map<String, String> config) {
        return config.entrySet().stream()
                .filter(entry -> entry.getKey().matches("net[0-9]+"))
                .flatMap(entry -> MAC.matcher(entry.getValue()).results().map(match -> match.group()))
                .collect(Collectors.toSet());
    }
}
