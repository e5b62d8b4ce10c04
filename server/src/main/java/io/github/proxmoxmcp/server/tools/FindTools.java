package io.github.proxmoxmcp.server.tools;

import static io.github.proxmoxmcp.server.tool.Effect.READ;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Kind;
import io.github.proxmoxmcp.persistence.Moment;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.SearchStore.Hit;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Longest;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Finds things by whatever is known of them.
public final class FindTools {

    private static final int MOST_HITS = 2000;
    private static final int LONGEST = 60;

    private static final List<Column<Found>> COLUMNS = List.of(
            Column.of("kind", Found::kind),
            Column.of("id", Found::id),
            Column.sparse("name", found -> found.guest().flatMap(Guest::name)),
            Column.sparse("node", found -> found.guest().map(Guest::node)),
            Column.sparse("status", found -> found.guest().map(Guest::status)),
            Column.of("matched", Found::matched),
            Column.sparse("cluster", Found::cluster));

    private final Readings readings;

    public FindTools(Readings readings) {
        this.readings = readings;
    }

    /// What `find` takes.
    record Find(
            Optional<ClusterName> cluster,

            @Describe("such as web, 10.0.3.0/24, local-lvm:vm-100-disk-0") @Longest(500)
            String query,

            Optional<Limit> limit,
            Optional<Fresh> fresh) {}

    /// A thing that was found.
    ///
    /// @param cluster only where there are several
    /// @param rank 0 when a fact of it is exactly what was looked for
    private record Found(
            Optional<String> cluster, String kind, String id, Optional<Guest> guest, int rank, String matched) {}

    @Tool(
            name = "find",
            title = "Find by name, address, tag, …",
            description =
                    "Which guest, node, storage or pool has this: name or part of it, IP or network, MAC, tag, text in"
                            + " the notes, disk volume, snapshot. Says what matched.",
            effect = READ)
    Answer<Listing> find(Find request) {
        Wanted wanted = wanted(request.query().strip());
        List<String> clusters = request.cluster()
                .map(one -> List.of(one.value()))
                .orElseGet(() -> readings.clusters().size() > 1 ? readings.clusters() : List.of());
        List<Found> found = new ArrayList<>();
        List<Answer<Listing>> parts = new ArrayList<>();
        Listing nothing = Listing.whole(Table.of(List.<Found>of(), COLUMNS));
        for (Optional<String> cluster : clusters.isEmpty()
                ? List.of(Optional.<String>empty())
                : clusters.stream().map(Optional::of).toList()) {
            try {
                Reading reading = readings.now(cluster, request.fresh().map(Fresh::value));
                found.addAll(of(reading, wanted, cluster.filter(_ -> clusters.size() > 1)));
                Answer<Listing> part = reading.answer(nothing);
                parts.add(unread(reading, wanted).map(part::without).orElse(part));
            } catch (ToolException.Unavailable e) {
                if (clusters.size() < 2) {
                    throw e;
                }
                parts.add(Answer.of(nothing).without(String.valueOf(e.getMessage())));
            }
        }
        found.sort(Comparator.comparingInt(Found::rank)
                .thenComparing(one -> one.cluster().orElse(""))
                .thenComparing(one -> one.guest().map(Guest::vmid).orElse(0))
                .thenComparing(Found::id));
        List<Found> shown = found.stream()
                .limit(request.limit().orElse(Limit.USUAL).value())
                .toList();
        return together(parts, Listing.page(Table.of(shown, COLUMNS), found.size(), Optional.empty()));
    }

    private static Wanted wanted(String query) {
        if (query.isEmpty() || query.length() > 200) {
            throw new ToolException.BadArgument("find: 'query' must be a text of 1 to 200 characters to look for");
        }
        try {
            return Wanted.of(query);
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument("find: 'query' " + e.getMessage());
        }
    }

    /// One for each thing, with the facts that fit best.
    private static List<Found> of(Reading reading, Wanted wanted, Optional<String> cluster) {
        Map<String, List<Hit>> byThing =
                reading.store().search().search(reading.cluster().name(), wanted.search(), MOST_HITS).stream()
                        .filter(hit -> wanted.rank(hit).isPresent())
                        .collect(Collectors.groupingBy(
                                hit -> hit.kind() + " " + hit.id(), LinkedHashMap::new, Collectors.toList()));
        return byThing.values().stream()
                .map(hits -> found(reading, wanted, cluster, hits))
                .toList();
    }

    private static Found found(Reading reading, Wanted wanted, Optional<String> cluster, List<Hit> hits) {
        Hit first = hits.getFirst();
        Optional<Guest> guest = Optional.of(first)
                .filter(hit -> hit.kind() == Kind.GUEST)
                .flatMap(hit -> reading.store()
                        .guests()
                        .get(reading.cluster().name(), Integer.parseInt(hit.id()), Moment.now()))
                .map(GuestState::guest);
        List<Hit> best = hits.stream()
                .sorted(Comparator.comparingInt((Hit hit) -> wanted.rank(hit).orElseThrow())
                        .thenComparingInt(hit -> hit.value().length()))
                .limit(2)
                .toList();
        return new Found(
                cluster,
                Names.snake(
                        guest.map(one -> one.kind().name()).orElse(first.kind().name())),
                first.id(),
                guest,
                wanted.rank(best.getFirst()).orElseThrow(),
                best.stream()
                        .map(hit -> matched(reading, wanted, hit))
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    private static String matched(Reading reading, Wanted wanted, Hit hit) {
        String value = UntrustedText.line(hit.value()).replace('\n', ' ');
        if (value.length() > LONGEST) {
            int at = Math.max(
                    0, value.toLowerCase(Locale.ROOT).indexOf(wanted.search().toLowerCase(Locale.ROOT)) - LONGEST / 3);
            value = (at > 0 ? "…" : "") + value.substring(at, Math.min(value.length(), at + LONGEST)) + "…";
        }
        String field =
                hit.field().equals("config.description") ? "notes" : hit.field().replaceFirst("^config\\.", "");
        return field + " " + value + (hit.field().equals("ip") ? told(reading, hit) : "");
    }

    /// How old an address is that a guest told.
    private static String told(Reading reading, Hit hit) {
        return hit.kind() != Kind.GUEST
                ? ""
                : reading.store()
                        .reports()
                        .get(reading.cluster().name(), Integer.parseInt(hit.id()))
                        .flatMap(report -> report.readAt())
                        .map(at -> " (told "
                                + Units.duration(Math.max(
                                        0, Duration.between(at, reading.now()).toSeconds()))
                                + " ago)")
                        .orElse("");
    }

    private static Optional<String> unread(Reading reading, Wanted wanted) {
        SearchStore.Unread unread =
                reading.store().search().unread(reading.cluster().name());
        List<String> missing = new ArrayList<>();
        if (wanted.isAddress() && unread.addresses() > 0) {
            missing.add(
                    unread.addresses() + " running guests whose addresses are not known (no agent, or not asked yet)");
        }
        if (unread.configurations() > 0) {
            missing.add(unread.configurations() + " guests whose configuration was not read yet");
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of("not searched: " + String.join(", ", missing));
    }

    /// As old as the oldest part.
    private static Answer<Listing> together(List<Answer<Listing>> parts, Listing listing) {
        return new Answer<>(
                listing,
                parts.stream().flatMap(part -> part.asOf().stream()).min(Instant::compareTo),
                parts.stream().flatMap(part -> part.age().stream()).max(Long::compareTo),
                parts.stream()
                        .flatMap(part -> part.incomplete().stream())
                        .distinct()
                        .toList());
    }
}
