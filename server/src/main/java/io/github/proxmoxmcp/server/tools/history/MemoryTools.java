package io.github.proxmoxmcp.server.tools.history;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Effect.REMEMBER;
import static io.github.proxmoxmcp.server.tool.Privileges.BRIDGES;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.LOG;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;
import static io.github.proxmoxmcp.server.tool.Privileges.POOLS;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.value.Moments;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.guard.SecretCheck;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.LongAnswer;
import io.github.proxmoxmcp.server.tool.MaxLength;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The memory itself: names for moments, what differs between two, and SQL over all of it.
public final class MemoryTools {

    private static final DateTimeFormatter GENERATED =
            DateTimeFormatter.ofPattern("'snapshot-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final Duration MAX_QUERY_TIME = Duration.ofSeconds(5);
    private static final int MAX_CHANGES = 200;

    private static final List<Column<StateSnapshot>> SNAPSHOT_COLUMNS = List.of(
            Column.of("name", StateSnapshot::name),
            Column.of("at", StateSnapshot::at),
            Column.of("by", snapshot -> new UntrustedText(snapshot.author())),
            Column.sparse("pinned", snapshot -> Optional.of("yes").filter(_ -> snapshot.pinned())),
            Column.sparse("note", snapshot -> snapshot.note().map(UntrustedText::new)));

    private final Readings readings;
    private final InstantSource clock;

    public MemoryTools(Readings readings, InstantSource clock) {
        this.readings = readings;
        this.clock = clock;
    }

    /// Arguments of `take_snapshot`.
    record TakeSnapshot(
            Optional<ClusterName> cluster,

            @Describe("default: made up") Optional<String> name,

            @Describe("why") Optional<String> note,
            @Describe("keep its history for ever") Optional<Boolean> pinned) {}

    /// The snapshot that was taken.
    record Taken(String name, Instant at, boolean pinned) {}

    @Tool(
            name = "take_snapshot",
            title = "Name this moment",
            description = "Names the cluster's state now, to compare with later (diff_snapshots). Touches no guest:"
                    + " it is not a snapshot of disks.",
            effect = REMEMBER,
            needs = {})
    Answer<Taken> takeSnapshot(TakeSnapshot request, Caller caller) {
        request.note().ifPresent(note -> SecretCheck.require("'note'", "take_snapshot", note));
        // Fresh, because the name is for the state of now and not of the last cycle.
        Reading reading = readings.now(request.cluster(), Optional.of(new Fresh(true)));
        Instant at = reading.sync().asOf().orElseThrow();
        String name = request.name().orElseGet(() -> GENERATED.format(clock.instant()));
        if (!name.matches(NAME) || Moments.isReserved(name)) {
            throw new ToolException.BadArgument("take_snapshot: 'name' is '" + name
                    + "', but must be up to 64 letters, digits, '.', '_' or '-', begin with a letter or digit, and not"
                    + " read as a moment (now, yesterday, a date)");
        }
        boolean pinned = request.pinned().orElse(false);
        reading.store()
                .snapshots()
                .add(new StateSnapshot(
                        reading.cluster().name(), name, at, clock.instant(), request.note(), caller.client(), pinned));
        return reading.answer(new Taken(name, at, pinned));
    }

    /// Arguments of `list_snapshots`.
    record ListSnapshots(Optional<ClusterName> cluster) {}

    @Tool(
            name = "list_snapshots",
            title = "List named moments",
            description = "State snapshots of the cluster (names for moments), newest first.",
            effect = READ,
            needs = {})
    Answer<Listing> listSnapshots(ListSnapshots request) {
        Reading reading = readings.now(request.cluster());
        return reading.answer(Listing.whole(Table.of(reading.stateSnapshots(), SNAPSHOT_COLUMNS)));
    }

    /// Arguments of `diff_snapshots`.
    record DiffSnapshots(
            Optional<ClusterName> cluster,

            @Describe("the earlier moment: snapshot name, ISO time, date, 'yesterday', '2h ago'")
            MomentText from,

            @Describe("default now") Optional<MomentText> to,
            Optional<Fresh> fresh) {}

    @Tool(
            name = "diff_snapshots",
            title = "What changed between two moments",
            description =
                    "What differs: appeared, vanished, moved and changed guests, nodes and storages, field by field"
                            + " (config.* is a guest's configuration), with task and user where known.",
            effect = READ,
            needs = {GUESTS, NODES, STORAGES, LOG})
    Answer<Listing> diffSnapshots(DiffSnapshots request) {
        Reading reading = readings.now(request.cluster(), request.fresh());
        String cluster = reading.cluster().name();
        Instant from = readings.instant(reading.cluster(), request.from().value());
        Instant to = request.to()
                .map(text -> readings.instant(reading.cluster(), text.value()))
                .orElse(reading.now());
        if (to.isBefore(from)) {
            throw new ToolException.BadArgument(
                    "diff_snapshots: 'from' (" + from + ") is after 'to' (" + to + "); give the earlier moment first");
        }
        Optional<Instant> beginning = reading.beginning(from);
        List<ChangeRow> rows = beginning.filter(to::isBefore).isPresent()
                ? List.of()
                : reading.store().history().diff(cluster, beginning.orElse(from), to).stream()
                        .flatMap(ChangeRow::of)
                        .toList();
        Listing listing = Listing.page(
                Table.of(rows.stream().limit(MAX_CHANGES).toList(), ChangeRow.COLUMNS), rows.size(), Optional.empty());
        String hint = rows.isEmpty() && beginning.filter(to::isBefore).isPresent()
                ? ""
                : PassingChanges.of(reading, beginning.orElse(from), to, rows);
        String note = "from " + from.truncatedTo(ChronoUnit.SECONDS) + " to " + to.truncatedTo(ChronoUnit.SECONDS)
                + (rows.size() > MAX_CHANGES
                        ? "; only the first " + MAX_CHANGES + " are shown, narrow the moments"
                        : "")
                + hint;
        Answer<Listing> answer = reading.answer(listing.withNote(note));
        return beginning
                .map(start -> answer.without("what changed before " + start.truncatedTo(ChronoUnit.SECONDS)
                        + ": the memory of this cluster begins then"))
                .orElse(answer);
    }

    /// Arguments of `query_state`.
    record QueryState(
            Optional<ClusterName> cluster,
            @Describe("one SELECT") @MaxLength(10_000) String sql,
            Optional<MomentText> asOf,
            Optional<Limit> limit,
            Optional<Fresh> fresh) {}

    @LongAnswer
    @EachCluster
    @Tool(
            name = "query_state",
            title = "SQL over the cluster's state",
            description = "One read-only SELECT over the views cluster, nodes,"
                    + " guests(vmid,kind,name,node,status,tags,pool,cpus,memory_bytes,…),"
                    + " guest_config(vmid,key,value), guest_snapshots, storages, tasks, backups, changes, …; joins,"
                    + " aggregates and windows allowed. A wrong name is answered with what there is.",
            effect = READ,
            needs = {GUESTS, NODES, STORAGES, POOLS, BRIDGES})
    Answer<Listing> queryState(QueryState request) {
        Reading reading = readings.open(request.cluster(), request.asOf(), request.fresh());
        int rows = request.limit().orElse(Limit.DEFAULT).value();
        QueryStore.Result result = reading.store()
                .queries()
                .run(
                        reading.cluster().name(),
                        request.sql(),
                        reading.moment(),
                        new QueryStore.Limits(rows, MAX_QUERY_TIME));
        Listing listing = Listing.whole(new Table(result.columns(), marked(result.rows())));
        Answer<Listing> answer = reading.answer(
                result.truncated()
                        ? listing.withNote("there are more rows than the limit of " + rows
                                + ": raise 'limit', or count and aggregate in the statement")
                        : listing);
        if (UnreadViews.asksForUpdates(request.sql())) {
            answer = reading.withUpdates(answer);
        }
        for (String missing : UnreadViews.of(reading, request.sql())) {
            answer = answer.without(missing);
        }
        return answer;
    }

    /// A statement can put any fact of others into any column.
    private static List<List<@Nullable Object>> marked(List<List<@Nullable Object>> rows) {
        return rows.stream()
                .map(row -> {
                    List<@Nullable Object> cells = new ArrayList<>(row);
                    cells.replaceAll(cell -> cell instanceof String text ? new UntrustedText(text) : cell);
                    return cells;
                })
                .toList();
    }
}
