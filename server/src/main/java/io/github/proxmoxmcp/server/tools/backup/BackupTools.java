package io.github.proxmoxmcp.server.tools.backup;

import static io.github.proxmoxmcp.server.tool.Effect.READ;
import static io.github.proxmoxmcp.server.tool.Privileges.ARCHIVES_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.BACKUPS_SEEN;
import static io.github.proxmoxmcp.server.tool.Privileges.CLUSTER;
import static io.github.proxmoxmcp.server.tool.Privileges.GUESTS;
import static io.github.proxmoxmcp.server.tool.Privileges.STORAGES;

import io.github.proxmoxmcp.persistence.inventory.Backup;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.InventoryStore.Known;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.backups.BackupReport;
import io.github.proxmoxmcp.server.backups.BackupReport.Line;
import io.github.proxmoxmcp.server.backups.BackupReport.Verdict;
import io.github.proxmoxmcp.server.cluster.InventoryQueries;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.Readings;
import io.github.proxmoxmcp.server.cluster.Schedules;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.Limit;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.cluster.argument.Offset;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Describe;
import io.github.proxmoxmcp.server.tool.EachCluster;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Range;
import io.github.proxmoxmcp.server.tool.Table.Column;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.Units;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether guests are backed up.
public final class BackupTools {

    private static final int MAX_JOBS = 5;

    private final Readings readings;

    public BackupTools(Readings readings) {
        this.readings = readings;
    }

    /// Arguments of `check_backups`.
    record CheckBackups(
            Optional<ClusterName> cluster,

            @Describe("default: longest pause of its job (24 without) + 2") @Range(min = 1, max = 8760)
            Optional<Integer> maxAgeHours,

            @Describe("fresh ones too") Optional<Boolean> all,
            Optional<String> node,
            Optional<Limit> limit,
            Optional<String> cursor,
            Optional<MomentText> at,
            Optional<Fresh> fresh) {}

    @EachCluster
    @Tool(
            name = "check_backups",
            title = "Check backups",
            description =
                    "Which guests lack a recent backup, judged by archives, not tasks: never, failed, stale, doubtful,"
                            + " unknown or fresh, with what is odd, jobs and their next run.",
            effect = READ,
            needs = {GUESTS, STORAGES, CLUSTER, BACKUPS_SEEN, ARCHIVES_SEEN})
    Answer<Listing> checkBackups(CheckBackups request) {
        Reading reading = readings.open(request.cluster(), request.at(), request.fresh());
        request.node().ifPresent(node -> InventoryQueries.node(reading, node));
        Instant at = reading.moment() instanceof Moment.At(Instant then) ? then : reading.now();
        BackupReport report = BackupReport.of(reading, at, request.maxAgeHours().map(Duration::ofHours));
        List<Line> asked = report.lines().stream()
                .filter(line -> request.node()
                        .filter(node -> !node.equals(line.guest().node()))
                        .isEmpty())
                .toList();
        boolean all = request.all().orElse(false);
        List<Line> shown = asked.stream()
                .filter(line ->
                        all || line.verdict() != Verdict.FRESH || line.remark().isPresent())
                .toList();
        Answer<Listing> answer = reading.answer(Offset.page(shown, columns(at), request.limit(), request.cursor())
                .withNote(summary(asked) + nextRuns(reading)));
        if (!report.disabled().isEmpty()) {
            answer = answer.without("archives on " + String.join(", ", report.disabled())
                    + " were not read, because it is disabled: what has no archive elsewhere is unknown");
        }
        return report.unread().isEmpty()
                ? answer
                : answer.without("archives on " + String.join(", ", report.unread())
                        + " were not all read: what has no fresh backup elsewhere is unknown");
    }

    /// When jobs run next, as the cluster works it out; a schedule alone is in the cluster's own time zone.
    private static String nextRuns(Reading reading) {
        if (reading.moment() instanceof Moment.At) {
            return "";
        }
        boolean asks = reading.sync().error().isEmpty();
        Schedules schedules = reading.cluster().schedules();
        List<String> runs = reading.inventory().list(BackupJob.class).stream()
                .map(Known::thing)
                .filter(BackupJob::enabled)
                .flatMap(job -> schedules.next(job.schedule(), reading.now(), asks).stream()
                        .map(next -> UntrustedText.line(job.id() + " (" + job.schedule() + ") " + next)))
                .toList();
        return runs.isEmpty()
                ? ""
                : "; next runs: " + String.join(", ", runs.subList(0, Math.min(MAX_JOBS, runs.size())))
                        + (runs.size() > MAX_JOBS ? " and of " + (runs.size() - MAX_JOBS) + " more jobs" : "");
    }

    private static String summary(List<Line> lines) {
        return lines.size() + " guests: "
                + Arrays.stream(Verdict.values())
                        .map(verdict -> lines.stream()
                                        .filter(line -> line.verdict() == verdict)
                                        .count() + " " + Names.snake(verdict.name()))
                        .collect(Collectors.joining(", "));
    }

    private static List<Column<Line>> columns(Instant at) {
        return List.of(
                Column.of("vmid", line -> line.guest().vmid()),
                Column.of("name", line -> line.guest().name()),
                Column.of("node", line -> line.guest().node()),
                Column.of("verdict", line -> Names.snake(line.verdict().name())),
                Column.of(
                        "newest",
                        line -> line.newest().map(stored -> stored.thing().createdAt())),
                Column.of("age", line -> line.newest().map(stored -> age(stored, at))),
                Column.of(
                        "size",
                        line -> line.newest()
                                .flatMap(stored -> stored.thing().sizeBytes())
                                .map(Units::size)),
                Column.of(
                        "storage",
                        line -> line.newest().map(stored -> stored.thing().storage())),
                Column.of("archives", Line::archives),
                Column.of("jobs", BackupTools::jobs),
                Column.sparse("remark", Line::remark));
    }

    private static String jobs(Line line) {
        return line.jobs().isEmpty()
                ? "none" + line.unscheduled().map(why -> " (" + why + ")").orElse("")
                : String.join(" ", line.jobs());
    }

    private static String age(Known<Backup> stored, Instant at) {
        return Units.duration(
                Math.max(0, Duration.between(stored.thing().createdAt(), at).toSeconds()));
    }
}
