package io.github.proxmoxmcp.server.tools.history;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.LOG;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.persistence.Change;
import io.github.proxmoxmcp.persistence.ChangeQuery;
import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Cursor;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.LongAnswer;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tools for changes and for the history of one thing.
public final class HistoryTools {

    private static final Duration DEFAULT_PAST = Duration.ofDays(7);

    private final Readings readings;

    public HistoryTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `get_changes`.
    record GetChanges(
            Optional<ClusterName> cluster,
            Optional<MomentText> from,
            Optional<MomentText> to,
            Optional<GuestRef> guest,
            Optional<String> node,
            Optional<String> storage,

            @Describe("guest, node, storage, backup, pool, …")
            Optional<String> kind,

            @Describe("status, node, tags, config, config.cores, snapshot, …")
            Optional<String> field,

            @Describe("joe, joe@pve or joe@pve!token") Optional<String> user,

            Optional<Limit> limit,
            Optional<Cursor> cursor,
            Optional<Fresh> fresh) {}

    @LongAnswer
    @EachCluster
    @Tool(
            name = "get_changes",
            title = "Who changed what, when",
            description =
                    "Every change, newest first: before -> after, with user and task where certain. Default: the last 7"
                            + " days, or all of a guest's. Net difference: diff_snapshots.",
            effect = READ,
            needs = {GUESTS, NODES, STORAGES, LOG})
    Answer<Listing> getChanges(GetChanges request) {
        Reading reading = readings.now(request.cluster(), request.fresh());
        Optional<Integer> vmid = request.guest().map(guest -> GuestFinder.vmid(reading, guest));
        Instant from = request.from()
                .map(text -> readings.instant(reading.cluster(), text.value()))
                .orElse(vmid.isPresent() ? Instant.EPOCH : reading.now().minus(DEFAULT_PAST));
        Instant to = request.to()
                .map(text -> readings.instant(reading.cluster(), text.value()))
                .orElse(reading.now());
        if (to.isBefore(from)) {
            throw new ToolException.BadArgument(
                    "get_changes: 'from' (" + from + ") is after 'to' (" + to + "); give the earlier moment first");
        }
        ChangeQuery query = new ChangeQuery(
                reading.cluster().name(),
                from,
                to,
                vmid.isPresent() ? Optional.of(Kind.GUEST) : request.kind().map(kind -> kind("get_changes", kind)),
                vmid.map(String::valueOf),
                request.node(),
                request.storage(),
                request.user(),
                request.field(),
                request.cursor().map(Cursor::value),
                request.limit().orElse(Limit.DEFAULT).value());
        Page<Change> page = reading.store().history().changes(query.withFirewall());
        if (page.total() == 0) {
            request.node().ifPresent(node -> NameCheck.node(reading, node));
            request.storage().ifPresent(storage -> NameCheck.storage(reading, storage));
        }
        Table table = Table.of(ChangeLine.of(reading, page.rows(), request.field()), ChangeLine.COLUMNS);
        return reading.answer(Listing.page(table, page.total(), page.next())
                .withNote(span(reading, from, to) + attempts(reading, query)));
    }

    /// Told with the first page.
    private static String attempts(Reading reading, ChangeQuery query) {
        return query.cursor().isPresent() ? "" : PassingChanges.attempts(reading, query);
    }

    /// Between which moments the changes are; nobody knows those before the memory began.
    private static String span(Reading reading, Instant from, Instant to) {
        Optional<Instant> beginning = reading.history().beginning().filter(from::isBefore);
        return "from " + seconds(beginning.orElse(from)) + (beginning.isPresent() ? " (the memory begins)" : "")
                + " to " + seconds(to);
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS);
    }

    /// Arguments of `get_history`.
    record GetHistory(
            Optional<ClusterName> cluster,
            Optional<GuestRef> guest,

            @Describe("of another thing, with 'name': node, storage, pool, backup_job, …")
            Optional<String> kind,

            @Describe("of a storage: name@node") Optional<String> name,

            @Describe("only this fact: status, node, config.memory, …")
            Optional<String> field,

            Optional<Limit> limit,
            Optional<Cursor> cursor) {}

    @Tool(
            name = "get_history",
            title = "Life of one thing",
            description =
                    "All that happened to one guest, node, storage or other thing from its beginning to its end, newest"
                            + " first. What it was like at a moment: get_guest.",
            effect = READ,
            needs = {GUESTS, NODES, STORAGES, LOG})
    Answer<Listing> getHistory(GetHistory request) {
        Reading reading = readings.now(request.cluster());
        Subject subject = subject(reading, request);
        ChangeQuery query = new ChangeQuery(
                reading.cluster().name(),
                Instant.EPOCH,
                reading.now(),
                Optional.of(subject.kind()),
                Optional.of(subject.id()),
                Optional.empty(),
                request.field(),
                request.cursor().map(Cursor::value),
                request.limit().orElse(Limit.DEFAULT).value());
        Page<Change> page = reading.store().history().changes(query);
        Optional<Instant> firstSeen = reading.history().firstSeen(subject.kind(), subject.id());
        if (page.total() == 0 && firstSeen.isEmpty() && request.field().isEmpty()) {
            throw new ToolException.NotFound(
                    "Nothing is remembered of a " + Names.snake(subject.kind().name()) + " '"
                            + UntrustedText.line(subject.id()) + "'; " + ids(reading, subject.kind()));
        }
        Table table = Table.of(ChangeLine.of(reading, page.rows(), request.field()), ChangeLine.OF_ONE);
        return reading.answer(Listing.page(table, page.total(), page.next())
                .withNote(Names.snake(subject.kind().name()) + " " + subject.id() + " "
                        + span(reading, Instant.EPOCH, reading.now())
                        + (isWhole(page, request)
                                ? firstSeen.map(HistoryTools::before).orElse("")
                                : "")
                        + value(reading, subject, request.field()).orElse("")
                        + attempts(reading, query)));
    }

    /// Whether all that is known of a thing is told, and it did not begin with its coming.
    private static boolean isWhole(Page<Change> page, GetHistory request) {
        return request.field().isEmpty()
                && page.next().isEmpty()
                && (page.rows().isEmpty() || !(page.rows().getLast() instanceof Change.Appeared));
    }

    private static String before(Instant firstSeen) {
        return "; it was there already when it was first seen, " + seconds(firstSeen);
    }

    private record Subject(Kind kind, String id) {}

    private static Subject subject(Reading reading, GetHistory request) {
        if (request.guest().isPresent()
                != (request.kind().isPresent() && request.name().isPresent())) {
            return request.guest()
                    .map(guest -> new Subject(Kind.GUEST, String.valueOf(GuestFinder.vmid(reading, guest))))
                    .orElseGet(() -> new Subject(
                            kind("get_history", request.kind().orElseThrow()),
                            request.name().orElseThrow()));
        }
        throw new ToolException.BadArgument(
                "get_history: name one thing: 'guest', or 'kind' and 'name', such as kind=node name=pve1");
    }

    private static Kind kind(String tool, String text) {
        return things().filter(kind -> Names.snake(kind.name()).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new ToolException.BadArgument(
                        tool + ": 'kind' is '" + UntrustedText.line(text) + "', but must be one of "
                                + things().map(kind -> Names.snake(kind.name())).collect(Collectors.joining(", "))));
    }

    /// The kinds of which changes are told; the others are parts of these.
    private static Stream<Kind> things() {
        return Stream.concat(
                Stream.of(Kind.GUEST, Kind.NODE, Kind.STORAGE, Kind.CLUSTER),
                InventoryKind.all().stream()
                        .filter(kind -> kind.part().isEmpty())
                        .map(InventoryKind::kind));
    }

    /// Some ids that there are, for whoever named one that there is not.
    private static String ids(Reading reading, Kind kind) {
        List<String> ids = reading.history().ids(kind, 20);
        return ids.isEmpty() ? "nor of any other" : "there are: " + String.join(", ", ids);
    }

    /// The value of a guest's fact now: one that never changed has no line.
    private static Optional<String> value(Reading reading, Subject subject, Optional<String> field) {
        if (subject.kind() != Kind.GUEST || field.isEmpty() || !field.get().startsWith("config.")) {
            return Optional.empty();
        }
        return reading.guests()
                .config(Integer.parseInt(subject.id()))
                .map(config -> Optional.ofNullable(
                        ((Map<String, String>) config).get(field.get().substring("config.".length()))))
                .map(value -> "; " + field.get() + " now: " + ChangeLine.value(value));
    }
}
