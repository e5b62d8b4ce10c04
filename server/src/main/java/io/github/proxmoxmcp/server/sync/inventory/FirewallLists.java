package io.github.proxmoxmcp.server.sync.inventory;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.firewall.ClusterFirewallApi;
import io.github.proxmoxmcp.client.firewall.FirewallAlias;
import io.github.proxmoxmcp.client.firewall.FirewallRule;
import io.github.proxmoxmcp.client.firewall.GuestFirewallApi;
import io.github.proxmoxmcp.client.firewall.IpSet;
import io.github.proxmoxmcp.client.firewall.IpSetEntry;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Settings;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.inventory.Firewall;
import io.github.proxmoxmcp.persistence.inventory.Listing;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Lists of what firewalls are made of: of the cluster with its security groups, of nodes, and of guests that have the
/// firewall on a network card. Proxmox logs none of their changes, so only their age says that they are to be read
/// again; the more guests there are, the older theirs become, so that a large cluster is not asked more often.
final class FirewallLists {

    private static final Duration AGE = Duration.ofMinutes(30);
    private static final Duration GUESTS_AGE = Duration.ofHours(1);

    /// Between two guests, whose firewalls take four calls each.
    private static final Duration BETWEEN_GUESTS = Duration.ofSeconds(6);

    private static final Duration GUESTS_KNOWN_FOR = Duration.ofMinutes(5);
    private static final int MAX_CARDS = 200_000;
    private static final String CLUSTER = "cluster";
    private static final String GROUP = "group/";

    private final String cluster;
    private final Proxmox api;
    private final Store store;
    private Instant guestsFoundAt = Instant.MIN;
    private List<Integer> guests = List.of();

    FirewallLists(String cluster, Proxmox api, Store store) {
        this.cluster = cluster;
        this.api = api;
        this.store = store;
    }

    List<InventorySource> all(Instant now, Collection<String> online, Set<Integer> wanted) {
        if (guestsFoundAt.isBefore(now.minus(GUESTS_KNOWN_FOR))) {
            guests = guests();
            guestsFoundAt = now;
        }
        Duration spread = BETWEEN_GUESTS.multipliedBy(guests.size());
        Duration age = spread.compareTo(GUESTS_AGE) > 0 ? spread : GUESTS_AGE;
        return Stream.of(
                        Stream.of(source(CLUSTER, AGE, this::ofCluster)),
                        online.stream().sorted().map(node -> source("node/" + node, AGE, () -> ofNode(node))),
                        Stream.concat(guests.stream(), wanted.stream())
                                .distinct()
                                .map(vmid -> source("guest/" + vmid, age, () -> ofGuest(vmid))))
                .flatMap(Function.identity())
                .toList();
    }

    /// The firewall of a place, whether or not it is followed.
    InventorySource source(String place) {
        return source(
                place,
                AGE,
                place.equals(CLUSTER)
                        ? this::ofCluster
                        : place.startsWith("node/")
                                ? () -> ofNode(place.substring("node/".length()))
                                : () -> ofGuest(Integer.parseInt(place.substring("guest/".length()))));
    }

    private static InventorySource source(String place, Duration age, Supplier<List<Listing<?>>> read) {
        return new InventorySource(InventorySource.id(Firewall.Rule.class, place), "firewall rules", age, true, () -> {
            List<Listing<?>> listings = read.get();
            return _ -> listings;
        });
    }

    /// Guests with the firewall on a network card, and those that are known to have one.
    private List<Integer> guests() {
        Stream<Integer> onCards = store.search().search(cluster, "firewall=1", MAX_CARDS).stream()
                .filter(hit -> hit.kind() == Kind.GUEST && hit.field().startsWith("config.net"))
                .map(hit -> Integer.valueOf(hit.id()));
        Stream<Integer> known = Stream.concat(
                store.inventory().list(Firewall.Rule.class, cluster, Moment.now()).stream()
                        .flatMap(rule -> rule.thing().vmid().stream()),
                store.inventory().list(Firewall.Option.class, cluster, Moment.now()).stream()
                        .flatMap(option -> option.thing().vmid().stream()));
        return Stream.concat(onCards, known).distinct().sorted().toList();
    }

    private List<Listing<?>> ofCluster() {
        ClusterFirewallApi firewall = api.firewall();
        FirewallFacts facts = new FirewallFacts(CLUSTER, Optional.empty());
        List<Listing<?>> listings = new ArrayList<>(listings(
                facts, firewall.rules(), firewall.options(), firewall.aliases(), firewall.ipSets(), firewall::ipSet));
        List<Firewall.Group> groups = new ArrayList<>();
        Set<String> gone = knownGroups();
        firewall.groups().forEach(group -> {
            groups.add(new Firewall.Group(group.group(), InventoryRecords.text(group.comment())));
            gone.remove(GROUP + group.group());
            FirewallFacts ofGroup = new FirewallFacts(GROUP + group.group(), Optional.empty());
            listings.add(rules(ofGroup, firewall.groupRules(group.group())));
        });
        gone.forEach(place -> listings.add(rules(new FirewallFacts(place, Optional.empty()), List.of())));
        listings.add(Listing.of(Firewall.Group.class, groups, true));
        return listings;
    }

    /// Where the memory has rules of security groups.
    private Set<String> knownGroups() {
        Set<String> places = new HashSet<>();
        store.inventory().list(Firewall.Rule.class, cluster, Moment.now()).stream()
                .map(rule -> rule.thing().place())
                .filter(place -> place.startsWith(GROUP))
                .forEach(places::add);
        return places;
    }

    private List<Listing<?>> ofNode(String node) {
        FirewallFacts facts = new FirewallFacts("node/" + node, Optional.empty());
        return List.of(
                rules(facts, api.nodeFirewall().rules(node)),
                listing(
                        Firewall.Option.class,
                        facts,
                        facts.options(api.nodeFirewall().options(node))));
    }

    /// Nothing is known of the firewall of a guest that left in the meantime.
    private List<Listing<?>> ofGuest(int vmid) {
        return store.guests()
                .get(cluster, vmid, Moment.now())
                .map(state -> {
                    GuestType type = state.guest().kind() == GuestKind.VM ? GuestType.QEMU : GuestType.LXC;
                    GuestFirewallApi firewall =
                            api.guestFirewall(type, state.guest().node(), vmid);
                    return listings(
                            new FirewallFacts("guest/" + vmid, Optional.of(vmid)),
                            firewall.rules(),
                            firewall.options(),
                            firewall.aliases(),
                            firewall.ipSets(),
                            firewall::ipSet);
                })
                .orElse(List.of());
    }

    private static List<Listing<?>> listings(
            FirewallFacts facts,
            List<FirewallRule> rules,
            Settings options,
            List<FirewallAlias> aliases,
            List<IpSet> sets,
            Function<String, List<IpSetEntry>> entries) {
        return List.of(
                rules(facts, rules),
                listing(Firewall.Option.class, facts, facts.options(options)),
                listing(Firewall.Alias.class, facts, InventorySource.rows(aliases, facts::alias)),
                listing(Firewall.IpSet.class, facts, InventorySource.rows(sets, facts::ipSet)),
                listing(
                        Firewall.IpSetEntry.class,
                        facts,
                        sets.stream()
                                .flatMap(set ->
                                        entries.apply(set.name()).stream().map(entry -> facts.entry(set.name(), entry)))
                                .toList()));
    }

    private static Listing<?> rules(FirewallFacts facts, List<FirewallRule> rules) {
        return listing(Firewall.Rule.class, facts, facts.rules(rules));
    }

    private static <T extends Record> Listing<T> listing(Class<T> type, FirewallFacts facts, List<T> rows) {
        return new Listing<>(type, List.of(facts.place()), rows, true);
    }
}
