package io.github.proxmoxmcp.server.tools.task;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.NODES;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.tasks.TaskOutcome;
import io.github.proxmoxmcp.client.value.Upid;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Page;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.cluster.GuestFinder;
import io.github.proxmoxmcp.server.cluster.NameCheck;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.GuestRef;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.cluster.argument.WaitSeconds;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.LongAnswer;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Table;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.Untrusted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Tasks: what the cluster did, does, and how it ended.
public final class TaskTools {

    public static final List<Column<Task>> COLUMNS = List.of(
            Column.of("started", Task::startedAt),
            Column.of("type", Task::type),
            Column.of("target", Task::target),
            Column.of("node", Task::node),
            Column.of("user", Task::user),
            Column.of(
                    "seconds",
                    task -> task.endedAt()
                            .map(end -> Duration.between(task.startedAt(), end).toSeconds())),
            Column.of(
                    "result",
                    task -> task.exitStatus().map(UntrustedText::marked).orElse("running")),
            Column.of("upid", Task::upid));

    private final Readings readings;
    private final Waiting waiting;
    private final InstantSource clock;

    public TaskTools(Readings readings, InstantSource clock) {
        this.readings = readings;
        this.waiting = new Waiting(clock);
        this.clock = clock;
    }

    /// Arguments of `list_tasks`.
    record ListTasks(
            Optional<ClusterName> cluster,
            Optional<GuestRef> guest,
            Optional<String> node,
            @Describe("such as qmstart, vzdump, qmigrate") Optional<String> type,
            @Describe("joe, joe@pve or joe@pve!token") Optional<String> user,
            @Describe("ok includes warnings") Optional<TaskQuery.Outcome> outcome,

            @Describe("moment; those that ran then or later")
            Optional<MomentText> since,

            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<Fresh> fresh) {}

    @LongAnswer
    @EachCluster
    @Tool(
            name = "list_tasks",
            title = "List tasks",
            description = "Tasks of the cluster, newest first: who did what, when, with which result (a failed task's"
                    + " result is its error).",
            effect = READ,
            needs = NODES)
    Answer<Listing> listTasks(ListTasks request) {
        Reading reading = readings.now(request.cluster(), request.fresh());
        Page<Task> page = reading.store()
                .tasks()
                .list(new TaskQuery(
                        reading.cluster().name(),
                        request.guest().map(guest -> vmid(reading, guest)),
                        request.node(),
                        request.type(),
                        request.user(),
                        request.outcome(),
                        request.since().map(since -> readings.instant(reading.cluster(), since.value())),
                        request.cursor(),
                        request.limit().orElse(Limit.DEFAULT).value()));
        Listing tasks = Listing.page(Table.of(page.rows(), COLUMNS), page.total(), page.next());
        return reading.answer(
                page.total() == 0
                        ? unknown(reading, request).map(tasks::withNote).orElse(tasks)
                        : tasks);
    }

    /// The parts of the request that name something unknown.
    private static Optional<String> unknown(Reading reading, ListTasks request) {
        request.node().ifPresent(node -> NameCheck.node(reading, node));
        request.guest().ifPresent(guest -> GuestFinder.vmid(reading, guest));
        return request.type()
                .flatMap(type -> NameCheck.missing(reading, "type", type))
                .or(() -> request.user().flatMap(user -> NameCheck.missing(reading, "user", user)));
    }

    /// A vmid that no guest has any more still has tasks.
    private static int vmid(Reading reading, GuestRef guest) {
        return guest.vmid().orElseGet(() -> GuestFinder.vmid(reading, guest));
    }

    /// Arguments of `get_task_status`.
    record GetTaskStatus(
            Optional<ClusterName> cluster,
            @Describe("UPID") String task,

            @Describe("for its end, default 0") Optional<WaitSeconds> waitSeconds) {}

    /// How a task stands.
    ///
    /// @param state `running`, `ok`, `warnings`, `failed` or `unknown`
    /// @param exitStatus Proxmox's own words
    /// @param logTail the last lines of its log; a failed task's last line is the error
    record TaskCard(
            String upid,
            @Untrusted String type,
            @Untrusted Optional<String> target,
            @Untrusted String node,
            @Untrusted String user,
            Instant started,
            String state,
            @Untrusted Optional<String> exitStatus,
            UntrustedText logTail) {}

    @Tool(
            name = "get_task_status",
            title = "Status of a task",
            description =
                    "Whether a task runs, succeeded or failed, with the last lines of its log. Read live; can wait for"
                            + " its end.",
            effect = READ,
            needs = NODES)
    Answer<TaskCard> getTaskStatus(GetTaskStatus request, Caller caller) {
        Upid upid = upid(request.task());
        try {
            return live(request, upid, caller);
        } catch (ProxmoxException e) {
            return remembered(request, upid, e);
        }
    }

    private Answer<TaskCard> live(GetTaskStatus request, Upid upid, Caller caller) {
        Cluster cluster = readings.cluster(request.cluster());
        Waiting.Result result = waiting.await(
                cluster.api(),
                upid,
                request.waitSeconds().map(WaitSeconds::duration).orElse(Duration.ZERO),
                caller);
        TaskCard card = new TaskCard(
                upid.text(),
                result.status().type(),
                result.status().id().filter(id -> !id.isEmpty()),
                result.status().node(),
                upid.user(),
                result.status().starttime(),
                Names.snake(result.outcome().kind().name()),
                result.status().exitStatus(),
                new UntrustedText(String.join("\n", result.tail())));
        return new Answer<>(card, Optional.of(clock.instant()), Optional.of(0L), List.of());
    }

    /// The task from the memory, when the cluster or its node does not answer; the log is on the node only.
    private Answer<TaskCard> remembered(GetTaskStatus request, Upid upid, ProxmoxException why) {
        Reading reading = readings.now(request.cluster());
        Task task = reading.store()
                .tasks()
                .get(reading.cluster().name(), upid.text())
                .orElseThrow(
                        () -> new ToolException.NotFound("get_task_status: the task " + UntrustedText.line(upid.text())
                                + " is not remembered, and the cluster does not answer for it: "
                                + why.getMessage()
                                + "; list_tasks shows those that are known"));
        TaskCard card = new TaskCard(
                task.upid(),
                task.type(),
                task.target(),
                task.node(),
                task.user(),
                task.startedAt(),
                Names.snake((task.endedAt().isPresent() ? TaskOutcome.ended(task.exitStatus()) : TaskOutcome.RUNNING)
                        .kind()
                        .name()),
                task.exitStatus(),
                new UntrustedText(""));
        return reading.answer(card)
                .without("the log, and whether it goes on, could not be asked: "
                        + why.getMessage()
                        + "; this is from memory");
    }

    private static Upid upid(String text) {
        try {
            return Upid.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ToolException.BadArgument(
                    "get_task_status: 'task' is " + e.getMessage() + "; list_tasks shows the UPIDs");
        }
    }
}
