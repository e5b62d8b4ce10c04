package io.github.proxmoxmcp.server.tools.cluster;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.AGENT;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.SearchStore.Hit;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.Vmids;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.Fleet;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.MaxLength;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Finds things by whatever is known of them.
public final class FindTools {

    private static final int MAX_HITS = 2000;
    private static final int MAX_EXCERPT_CHARACTERS = 60;
    private static final int MAX_TERMS = 30;

    private static final List<Column<Found>> COLUMNS = List.of(
            Column.of("kind", Found::kind),
            Column.of("id", Found::id),
            Column.sparse("name", found -> found.guest().flatMap(Guest::name)),
            Column.sparse("node", found -> found.guest().map(Guest::node)),
            Column.sparse("status", found -> found.guest().map(Guest::status)),
            Column.of("matched", Found::matched),
            Column.sparse("cluster", Found::cluster));

    private static final Listing NOTHING = Listing.whole(Table.of(List.<Found>of(), COLUMNS));

    private final Readings readings;

    public FindTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `find`.
    record Find(
            Optional<ClusterName> cluster,

            @Describe("such as web, 10.0.3.0/24; several by commas") @MaxLength(1000)
            String query,

            Optional<Limit> limit,
            Optional<Fresh> fresh) {}

    /// A thing that was found.
    ///
    /// @param cluster only where there are several
    /// @param rank 0 when a fact of it is exactly what was looked for
    private record Found(
            Optional<String> cluster, String kind, String id, Optional<Guest> guest, int rank, String matched) {

        /// This hit with the search term that found it.
        Found by(String term) {
            return new Found(cluster, kind, id, guest, rank, term + ": " + matched);
        }
    }

    @Tool(
            name = "find",
            title = "Find by name, address, tag, …",
            description =
                    "Which guest, node, storage, pool, user, IP set, … has this: name or part of it, IP or network,"
                            + " MAC, tag, text in the notes, disk volume, snapshot. Says what matched.",
            effect = READ,
            needs = {GUESTS, AGENT})
    Answer<Listing> find(Find request) {
        List<SearchTerm> wanted = wanted(request.query());
        List<String> clusters = request.cluster()
                .map(one -> List.of(one.value()))
                .orElseGet(() -> readings.clusters().size() > 1 ? readings.clusters() : List.of());
        List<Search> searches = clusters.size() < 2
                ? List.of(search(wanted, clusters.stream().findFirst(), Optional.empty(), request.fresh()))
                : Parallel.all(clusters, Fleet.MAX_AT_ONCE, cluster -> searchIfThere(wanted, cluster, request.fresh()));
        List<Found> found = new ArrayList<>();
        Set<String> missed = new TreeSet<>();
        searches.forEach(search -> {
            found.addAll(search.found());
            missed.addAll(search.missed());
        });
        found.sort(Comparator.comparingInt(Found::rank)
                .thenComparing(one -> one.cluster().orElse(""))
                .thenComparing(one -> one.guest().map(Guest::vmid).orElse(0))
                .thenComparing(Found::id));
        List<Found> shown = found.stream()
                .limit(request.limit().orElse(Limit.DEFAULT).value())
                .toList();
        Listing listing = Listing.page(Table.of(shown, COLUMNS), found.size(), Optional.empty());
        return together(
                searches.stream().map(Search::age).toList(),
                missed.isEmpty() ? listing : listing.withNote("nothing found of: " + String.join(", ", missed)));
    }

    /// What was found in one cluster.
    ///
    /// @param missed the terms of which nothing was found, where there are several
    /// @param age an answer without rows: how old it is, and what it is missing
    private record Search(List<Found> found, List<String> missed, Answer<Listing> age) {}

    /// One that cannot be asked hides nothing of the others.
    private Search searchIfThere(List<SearchTerm> wanted, String cluster, Optional<Fresh> fresh) {
        try {
            return search(wanted, Optional.of(cluster), Optional.of(cluster), fresh);
        } catch (ToolException.Unavailable e) {
            return new Search(List.of(), List.of(), Answer.of(NOTHING).without(String.valueOf(e.getMessage())));
        }
    }

    /// @param shown the cluster's name, where it is to stand in the rows
    private Search search(
            List<SearchTerm> wanted, Optional<String> cluster, Optional<String> shown, Optional<Fresh> fresh) {
        Reading reading = readings.now(cluster.map(ClusterName::new), fresh);
        List<Found> found = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        for (SearchTerm one : wanted) {
            List<Found> hits = of(reading, one, shown);
            hits.forEach(hit -> found.add(wanted.size() > 1 ? hit.by(one.search()) : hit));
            if (hits.isEmpty() && wanted.size() > 1) {
                missed.add(one.search());
            }
        }
        Answer<Listing> age = reading.answer(NOTHING);
        return new Search(
                found,
                missed,
                unread(reading, wanted.stream().anyMatch(SearchTerm::isAddress))
                        .map(age::without)
                        .orElse(age));
    }

    private static List<SearchTerm> wanted(String query) {
        List<String> terms = Arrays.stream(query.split("[,\\n]"))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .distinct()
                .toList();
        if (terms.isEmpty() || query.length() > 1000 || terms.size() > MAX_TERMS) {
            throw new ToolException.BadArgument(
                    "find: 'query' must be a text of 1 to 1000 characters to look for, or up to " + MAX_TERMS
                            + " separated by commas");
        }
        try {
            return terms.stream().map(SearchTerm::of).toList();
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument("find: 'query' " + e.getMessage());
        }
    }

    /// One for each thing, with the facts that fit best.
    private static List<Found> of(Reading reading, SearchTerm wanted, Optional<String> cluster) {
        Map<String, List<Hit>> byThing = reading.search(wanted.search(), MAX_HITS).stream()
                .filter(hit -> wanted.rank(hit).isPresent())
                .collect(Collectors.groupingBy(
                        hit -> hit.kind() + " " + hit.id(), LinkedHashMap::new, Collectors.toList()));
        return byThing.values().stream()
                .map(hits -> found(reading, wanted, cluster, hits))
                .toList();
    }

    private static Found found(Reading reading, SearchTerm wanted, Optional<String> cluster, List<Hit> hits) {
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

    private static String matched(Reading reading, SearchTerm wanted, Hit hit) {
        String value = UntrustedText.line(hit.value());
        if (value.length() > MAX_EXCERPT_CHARACTERS) {
            int at = Math.max(
                    0,
                    value.toLowerCase(Locale.ROOT).indexOf(wanted.search().toLowerCase(Locale.ROOT))
                            - MAX_EXCERPT_CHARACTERS / 3);
            value = (at > 0 ? "…" : "") + value.substring(at, Math.min(value.length(), at + MAX_EXCERPT_CHARACTERS))
                    + "…";
        }
        String field =
                hit.field().equals("config.description") ? "notes" : hit.field().replaceFirst("^config\\.", "");
        return field + " " + UntrustedText.marked(value) + age(reading, hit);
    }

    /// How old what was found is, where it may be older than the rest.
    private static String age(Reading reading, Hit hit) {
        if (hit.field().equals("ip")) {
            return told(reading, hit);
        }
        return hit.field().startsWith("config.")
                ? reading.configurationLag(Integer.parseInt(hit.id()))
                        .map(lag -> " (read " + Units.duration(lag.toSeconds()) + " before the rest)")
                        .orElse("")
                : "";
    }

    /// How old an address is that a guest told.
    private static String told(Reading reading, Hit hit) {
        return hit.kind() != Kind.GUEST
                ? ""
                : reading.report(Integer.parseInt(hit.id()))
                        .flatMap(report -> report.readAt())
                        .map(at -> " (told "
                                + Units.duration(Math.max(
                                        0, Duration.between(at, reading.now()).toSeconds()))
                                + " ago)")
                        .orElse("");
    }

    private static Optional<String> unread(Reading reading, boolean addresses) {
        SearchStore.Unread unread = reading.unread(addresses);
        List<String> missing = new ArrayList<>();
        if (!unread.addresses().isEmpty()) {
            missing.add(
                    "the addresses of " + Vmids.some(unread.addresses()) + " (running; no agent, or not asked yet)");
        }
        if (!unread.configurations().isEmpty()) {
            missing.add("the configuration of " + Vmids.some(unread.configurations()) + ", not read yet");
        }
        return missing.isEmpty() ? Optional.empty() : Optional.of("not searched: " + String.join(", ", missing));
    }

    /// One answer of several parts; its age is that of the oldest.
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
