package io.github.proxmoxmcp.server.tools.guest;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.AGENT;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.POOLS;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestQuery;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Virtual machines and containers.
public final class GuestTools {

    private static final List<Column<GuestState>> COLUMNS = List.of(
            Column.of("vmid", state -> state.guest().vmid()),
            Column.of("name", state -> state.guest().name()),
            Column.of("node", state -> state.guest().node()),
            Column.of("status", state -> state.guest().status()),
            Column.of("cpus", state -> state.guest().cpus()),
            Column.of("cpu_pct", state -> Units.percent(load(state).flatMap(GuestGauges::cpuFraction))),
            Column.of("mem_gib", state -> Units.gib(state.guest().memoryBytes())),
            Column.of(
                    "mem_pct",
                    state -> Units.percent(
                            load(state).flatMap(GuestGauges::memoryUsedBytes),
                            state.guest().memoryBytes())),
            Column.sparse(
                    "tags",
                    state -> Optional.of(String.join(";", state.guest().tags())).filter(tags -> !tags.isEmpty())),
            Column.sparse("flags", state -> flags(state.guest())),
            Column.sparse("unknown_since", state -> state.validity().unknownSince()));

    private final Readings readings;

    public GuestTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `list_vms` and `list_containers`.
    record ListGuests(
            Optional<ClusterName> cluster,
            Optional<String> node,
            @Describe("running, stopped, paused") Optional<String> status,
            Optional<String> tag,
            Optional<String> pool,
            @Describe("part of the name") Optional<String> name,

            @Describe("true: only templates") Optional<Boolean> template,

            Optional<GuestQuery.Sort> sort,

            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<MomentText> at,
            Optional<Fresh> fresh) {}

    @EachCluster
    @Tool(
            name = "list_vms",
            title = "List virtual machines",
            description =
                    "Virtual machines (not containers) with node, status, CPU and memory: filtered, sorted and counted"
                            + " here; now, or at a moment before.",
            effect = READ,
            needs = {GUESTS, POOLS})
    Answer<Listing> listVms(ListGuests request) {
        return list(request, GuestKind.VM);
    }

    @EachCluster
    @Tool(
            name = "list_containers",
            title = "List containers",
            description = "LXC containers with node, status, CPU and memory; arguments as in list_vms.",
            effect = READ,
            needs = {GUESTS, POOLS})
    Answer<Listing> listContainers(ListGuests request) {
        return list(request, GuestKind.CONTAINER);
    }

    private Answer<Listing> list(ListGuests request, GuestKind kind) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        Page<GuestState> page = reading.store()
                .guests()
                .list(new GuestQuery(
                        reading.cluster().name(),
                        Optional.of(kind),
                        request.node(),
                        request.status(),
                        request.tag(),
                        request.pool(),
                        request.name(),
                        request.template(),
                        request.sort().orElse(GuestQuery.Sort.VMID),
                        request.cursor(),
                        request.limit().orElse(Limit.DEFAULT).value(),
                        reading.moment()));
        if (page.total() == 0) {
            request.node().ifPresent(node -> NameCheck.node(reading, node));
            request.status().ifPresent(status -> NameCheck.status(reading, status));
            request.tag().ifPresent(tag -> NameCheck.tag(reading, tag));
            request.pool().ifPresent(pool -> NameCheck.pool(reading, pool));
        }
        return reading.answer(Listing.page(Table.of(page.rows(), COLUMNS), page.total(), page.next()));
    }

    /// Arguments of `get_guest`.
    record GetGuest(
            Optional<ClusterName> cluster,
            GuestRef guest,
            Optional<MomentText> at,
            @Describe("every line of the configuration") Optional<Boolean> config,
            Optional<Fresh> fresh) {}

    @Tool(
            name = "get_guest",
            title = "One guest in full",
            description =
                    "One VM or container: state, load, disks, network cards, IP addresses, system, snapshots, last"
                        + " backup, HA, changes that wait, the last changes and who made them, notes, configuration;"
                        + " now, or as it was at a moment.",
            effect = READ,
            needs = {GUESTS, POOLS, AGENT})
    Answer<GuestCard> getGuest(GetGuest request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        GuestState state = GuestFinder.find(reading, request.guest());
        int vmid = state.guest().vmid();
        Optional<SortedMap<String, String>> config = config(reading, vmid);
        if (reading.moment() instanceof Moment.Now && (config.isEmpty() || isOlder(reading, request, vmid))) {
            reading.cluster().sync().readDetails(vmid);
            state = GuestFinder.find(reading, new GuestRef(Integer.toString(vmid)));
            config = config(reading, vmid);
        }
        List<String> missing = new ArrayList<>();
        if (config.isEmpty()) {
            missing.add("the configuration of this guest was not read"
                    + (reading.moment() instanceof Moment.Now ? "" : " before that moment"));
        }
        Answer<GuestCard> answer = reading.answer(GuestCard.of(
                reading,
                state,
                config,
                request.fresh().map(Fresh::value).orElse(false),
                request.config().orElse(false),
                missing));
        for (String one : missing) {
            answer = answer.without(one);
        }
        return answer;
    }

    /// Whether all is to be fresh and the configuration is not: a cycle reads those that something hints at.
    private static boolean isOlder(Reading reading, GetGuest request, int vmid) {
        return request.fresh().map(Fresh::value).orElse(false)
                && reading.sync().error().isEmpty()
                && reading.guests()
                        .configReading(vmid)
                        .filter(read -> reading.sync()
                                .asOf()
                                .filter(asOf -> !read.at().isBefore(asOf))
                                .isPresent())
                        .isEmpty();
    }

    private static Optional<SortedMap<String, String>> config(Reading reading, int vmid) {
        return reading.guests().config(vmid);
    }

    /// A guest that is stopped has no load, not one of 0.
    private static Optional<GuestGauges> load(GuestState state) {
        return state.gauges().filter(_ -> !state.guest().status().equals("stopped"));
    }

    /// What is true of few guests: one column for all of it, because every column costs every row.
    private static Optional<String> flags(Guest guest) {
        String flags = Stream.concat(
                        guest.template() ? Stream.of("template") : Stream.empty(),
                        guest.lock().stream().map(lock -> "lock:" + lock))
                .collect(Collectors.joining(" "));
        return Optional.of(flags).filter(text -> !text.isEmpty());
    }

    /// A guest in a few words, for answers that are about it.
    public static String label(Guest guest) {
        return guest.vmid() + guest.name().map(name -> " (" + name + ")").orElse("");
    }
}
