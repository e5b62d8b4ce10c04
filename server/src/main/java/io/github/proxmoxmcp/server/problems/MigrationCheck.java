package io.github.proxmoxmcp.server.problems;

import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.Storage;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.problems.Problem.Area;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Guests that are bound to their node: by disks on storage that only it has, by its hardware, by an ISO image there.
/// One problem for each reason; a guest that HA should move counts by itself.
final class MigrationCheck implements Check {

    private static final String DISK = "(scsi|virtio|sata|ide|efidisk|tpmstate|mp)[0-9]+|rootfs";
    private static final String HARDWARE = "(hostpci|usb)[0-9]+";

    /// Why a guest cannot move as it is.
    private enum Reason {
        HARDWARE("hardware of their node is passed through", "map the device on other nodes too (resource mappings)"),
        LOCAL_ISO("an ISO image on their node is attached", "eject it, or put it on shared storage"),
        LOCAL_DISK(
                "disks on storage of their node only",
                "to survive the loss of a node, move the disks to shared storage or replicate them");

        private final String words;
        private final String next;

        Reason(String words, String next) {
            this.words = words;
            this.next = next;
        }
    }

    @Override
    public Area area() {
        return Area.MIGRATION;
    }

    @Override
    public Findings look(Situation situation) {
        if (situation.nodes().size() < 2) {
            return Findings.of(List.of());
        }
        QueryStore.Result config = situation.config();
        Map<Integer, Guest> guests = situation.guests().stream()
                .map(GuestState::guest)
                .filter(guest -> !guest.template())
                .collect(Collectors.toMap(Guest::vmid, Function.identity()));
        Set<String> shared = situation.storages().stream()
                .map(StorageState::storage)
                .filter(Storage::shared)
                .map(Storage::name)
                .collect(Collectors.toSet());
        Map<Reason, Set<Integer>> bound = new TreeMap<>();
        for (List<?> row : config.rows()) {
            int vmid = ((Number) row.get(0)).intValue();
            if (guests.containsKey(vmid)) {
                reason(String.valueOf(row.get(1)), String.valueOf(row.get(2)), shared)
                        .ifPresent(why ->
                                bound.computeIfAbsent(why, _ -> new TreeSet<>()).add(vmid));
            }
        }
        List<Problem> problems = new ArrayList<>();
        bound.forEach((why, vmids) -> problems.addAll(
                problems(situation, why, vmids.stream().map(guests::get).toList())));
        return new Findings(problems, unread(situation, config));
    }

    private static List<Problem> problems(Situation situation, Reason why, List<Guest> guests) {
        List<Problem> problems = new ArrayList<>();
        List<String> managed = labels(guests, true);
        List<String> others = labels(guests, false);
        if (!managed.isEmpty()) {
            problems.add(problem(situation, Severity.WARNING, why, "HA guest", managed));
        }
        if (!others.isEmpty()) {
            problems.add(problem(situation, Severity.INFO, why, "guest", others));
        }
        return problems;
    }

    private static List<String> labels(List<Guest> guests, boolean managed) {
        return guests.stream()
                .filter(guest -> guest.haState().isPresent() == managed)
                .map(Labels::of)
                .toList();
    }

    private static Problem problem(
            Situation situation, Severity severity, Reason why, String who, List<String> guests) {
        return new Problem(
                severity,
                Area.MIGRATION,
                Labels.count(guests.size(), who) + ": " + why.words,
                Labels.some(situation, Area.MIGRATION, guests),
                Optional.empty(),
                why.next);
    }

    private static Optional<Reason> reason(String key, String value, Set<String> shared) {
        PropertyString parts = PropertyString.parse(value);
        if (key.matches(HARDWARE)) {
            boolean anywhere = parts.get("mapping").isPresent()
                    || parts.get("host", "host").filter("spice"::equals).isPresent();
            return anywhere ? Optional.empty() : Optional.of(Reason.HARDWARE);
        }
        if (!key.matches(DISK)) {
            return Optional.empty();
        }
        String first = key.equals("rootfs") || key.startsWith("mp") ? "volume" : "file";
        String volume = parts.get(first, first).orElse("");
        if (volume.startsWith("/dev/") || volume.equals("cdrom")) {
            return Optional.of(Reason.HARDWARE);
        }
        int colon = volume.indexOf(':');
        if (colon <= 0 || shared.contains(volume.substring(0, colon))) {
            return Optional.empty();
        }
        return Optional.of(
                parts.get("media").equals(Optional.of("cdrom")) && !volume.contains("cloudinit")
                        ? Reason.LOCAL_ISO
                        : Reason.LOCAL_DISK);
    }

    private static List<String> unread(Situation situation, QueryStore.Result config) {
        if (config.truncated()) {
            return List.of("what binds guests to their nodes, of some of them");
        }
        Set<Object> known = config.rows().stream()
                .map(row -> (Object) ((Number) row.getFirst()).intValue())
                .collect(Collectors.toSet());
        List<Integer> missing = situation.guests().stream()
                .filter(state -> !state.guest().template()
                        && !known.contains(state.guest().vmid()))
                .filter(state -> situation
                        .reading()
                        .store()
                        .guests()
                        .config(
                                situation.cluster(),
                                state.guest().vmid(),
                                situation.reading().moment())
                        .isEmpty())
                .map(state -> state.guest().vmid())
                .toList();
        return missing.isEmpty()
                ? List.of()
                : List.of("what binds to their nodes " + Vmids.some(missing) + ": not read yet");
    }
}
