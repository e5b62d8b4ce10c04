package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.ParameterFormat;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// `/cluster/backup`, `/cluster/backup-info` and `/cluster/replication`: what the cluster does by itself.
final class JobRoutes {
    private static final String BACKUPS = "/cluster/backup";
    private static final String REPLICATIONS = "/cluster/replication";
    private static final Set<String> NUMBERS =
            Set.of("enabled", "all", "protected", "remove", "bwlimit", "repeat-missed", "disable", "rate");
    private static final Pattern DAILY = Pattern.compile("([01]?\\d|2[0-3]):([0-5]\\d)");

    private static final Pattern EVENT = Pattern.compile(
            "(?:(?<days>[a-z]{3}(?:,[a-z]{3})*) )?(?:\\*/(?<every>[1-9]|1[0-9]|2[0-3])|(?<hour>[01]?\\d|2[0-3]))"
                    + ":(?<minute>[0-5]\\d)");

    private JobRoutes() {}

    static List<Route> endpoints() {
        return Stream.concat(backupEndpoints().stream(), replicationEndpoints().stream())
                .toList();
    }

    private static List<Route> backupEndpoints() {
        var audit = Permit.on("/", "Sys.Audit");
        var modify = Permit.on("/", "Sys.Modify");
        return List.of(
                Route.get(BACKUPS, "index", "The backup jobs.").permit(audit).answers(JobRoutes::backups),
                backupOptions(Route.post(BACKUPS, "create_job", "Add a backup job.")
                                .returning("null")
                                .takes(Param.text("id", "Its name.").orNone().as(ParameterFormat.CONFIG_ID)))
                        .permit(modify)
                        .answers(JobRoutes::createBackup),
                Route.get(BACKUPS + "/{id}", "read_job", "One backup job.")
                        .permit(audit)
                        .returning("object")
                        .answers(call -> Reply.of(backup(call, call.required("id"), existingBackup(call)))),
                backupOptions(Route.put(BACKUPS + "/{id}", "update_job", "Change a backup job."))
                        .permit(modify)
                        .takes(Param.text("delete", "Options to remove.").orNone())
                        .answers(JobRoutes::updateBackup),
                Route.delete(BACKUPS + "/{id}", "delete_job", "Remove a backup job.")
                        .permit(modify)
                        .returning("null")
                        .answers(JobRoutes::deleteBackup),
                Route.get(BACKUPS + "/{id}/included_volumes", "get_volume_backup_included", "What a job takes.")
                        .permit(audit)
                        .returning("object")
                        .answers(JobRoutes::included),
                Route.get("/cluster/jobs/schedule-analyze", "schedule_analyze", "When a schedule runs next.")
                        .permit(Permit.everybody("Everybody may ask."))
                        .takes(
                                Param.text("schedule", "The calendar event.").upTo(128),
                                Param.integer("iterations", "How many runs.")
                                        .orNone()
                                        .from(1)
                                        .upTo(100))
                        .answers(JobRoutes::analyzed),
                Route.get("/cluster/backup-info/not-backed-up", "get_guests_not_in_backup", "What no job takes.")
                        .permit(audit)
                        .answers(JobRoutes::notBackedUp));
    }

    private static List<Route> replicationEndpoints() {
        var replicate = Permit.everybody("Needs VM.Replicate on the guest.");
        return List.of(
                Route.get(REPLICATIONS, "index", "The replication jobs.")
                        .permit(Permit.everybody("Lists those whose guest the caller may audit."))
                        .answers(call ->
                                Reply.of(DemoJson.rows(replications(call).entrySet(), JobRoutes::replication))),
                Route.post(REPLICATIONS, "create", "Add a replication job.")
                        .permit(replicate)
                        .returning("null")
                        .takes(
                                Param.text("id", "Guest and number, such as 100-0.")
                                        .as(ParameterFormat.REPLICATION_ID),
                                Param.text("target", "The node it goes to.").as(ParameterFormat.NODE),
                                Param.choice("type", "Its kind.", "local"),
                                Param.text("schedule", "When.").orNone(),
                                Param.number("rate", "Most MB per second.")
                                        .orNone()
                                        .from(1),
                                Param.text("comment", "What it is for.").orNone(),
                                Param.flag("disable", "Whether it is off.").orNone())
                        .answers(JobRoutes::createReplication),
                Route.delete(REPLICATIONS + "/{id}", "delete", "Remove a replication job.")
                        .permit(replicate)
                        .returning("null")
                        .takes(
                                Param.flag("keep", "Keep the copies.").orNone(),
                                Param.flag("force", "At once.").orNone())
                        .answers(JobRoutes::deleteReplication),
                Route.get("/nodes/{node}/replication", "status", "How replication does.")
                        .permit(Permit.everybody("Lists those whose guest the caller may audit."))
                        .takes(Param.integer("guest", "Only of this guest.")
                                .orNone()
                                .as(ParameterFormat.VMID))
                        .answers(JobRoutes::replicationStatus));
    }

    private static Route backupOptions(Route endpoint) {
        return endpoint.takes(BackupRoutes.options())
                .takes(
                        Param.text("schedule", "When.").orNone().upTo(128),
                        Param.text("node", "Only guests of this node.").orNone().as(ParameterFormat.NODE),
                        Param.text("comment", "What it is for.").orNone().upTo(512),
                        Param.flag("enabled", "Whether it is on.").orNone(),
                        Param.flag("repeat-missed", "Make up for missed runs.").orNone());
    }

    private static Reply backups(CheckedCall call) {
        return Reply.of(DemoJson.rows(
                call.world().jobs().backups().entrySet(), job -> backup(call, job.getKey(), job.getValue())));
    }

    private static ObjectNode backup(CheckedCall call, String id, SortedMap<String, String> options) {
        var row = row(options).put("id", id).put("type", "vzdump");
        row.remove("prune-backups");
        Optional.ofNullable(options.get("prune-backups")).ifPresent(kept -> {
            var prune = row.putObject("prune-backups");
            for (var part : kept.split(",")) {
                var pair = part.split("=", 2);
                prune.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        });
        if (!options.containsKey("enabled")) {
            row.put("enabled", 1);
        }
        nextRun(call, options.getOrDefault("schedule", "")).ifPresent(next -> row.put("next-run", next));
        return row;
    }

    /// For a schedule that is a time of the day; others are not worked out.
    private static Optional<Long> nextRun(CheckedCall call, String schedule) {
        var daily = DAILY.matcher(schedule);
        if (!daily.matches()) {
            return Optional.empty();
        }
        var now = call.world().now().atOffset(ZoneOffset.UTC);
        var today = now.with(LocalTime.of(Integer.parseInt(daily.group(1)), Integer.parseInt(daily.group(2))));
        return Optional.of((today.isAfter(now) ? today : today.plusDays(1)).toEpochSecond());
    }

    /// Times of the day on all or some weekdays, and every few hours; other calendar events are not worked out.
    private static Reply analyzed(CheckedCall call) {
        var event = EVENT.matcher(call.required("schedule"));
        if (!event.matches()) {
            throw ApiError.parameter(
                    "schedule",
                    "invalid format - invalid calendar event '" + call.required("schedule")
                            + "' - unable to parse calendar event\n\n");
        }
        int most = call.number("iterations").orElse(10);
        var runs = new ArrayList<OffsetDateTime>();
        var time = call.world().now().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        while (runs.size() < most) {
            time = time.plusMinutes(1);
            if (happens(event, time)) {
                runs.add(time);
            }
        }
        return Reply.of(DemoJson.rows(
                runs,
                run -> DemoJson.object()
                        .put("timestamp", run.toEpochSecond())
                        .put("utc", run.format(DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT)))));
    }

    private static boolean happens(Matcher event, OffsetDateTime time) {
        boolean day = event.group("days") == null
                || List.of(event.group("days").split(","))
                        .contains(time.getDayOfWeek().name().substring(0, 3).toLowerCase(Locale.ROOT));
        boolean hour = event.group("every") == null
                ? time.getHour() == Integer.parseInt(event.group("hour"))
                : time.getHour() % Integer.parseInt(event.group("every")) == 0;
        return day && hour && time.getMinute() == Integer.parseInt(event.group("minute"));
    }

    private static ObjectNode row(SortedMap<String, String> options) {
        var row = DemoJson.object();
        options.forEach((key, value) -> {
            if (NUMBERS.contains(key)) {
                row.put(key, Double.valueOf(value).longValue());
            } else {
                row.put(key, value);
            }
        });
        return row;
    }

    private static Reply createBackup(CheckedCall call) {
        var id = call.text("id")
                .orElseGet(() -> "backup-"
                        + ConfigDigest.of(call.world().now().toString()).substring(0, 12));
        if (call.world().jobs().backups().containsKey(id)) {
            throw ApiError.failed("job '" + id + "' already exists");
        }
        call.world().jobs().putBackup(id, options(call));
        return Reply.nothing();
    }

    private static Reply updateBackup(CheckedCall call) {
        var options = new TreeMap<>(existingBackup(call));
        options.putAll(options(call));
        call.text("delete").map(gone -> Arrays.asList(gone.split("[,; ]+"))).ifPresent(options.keySet()::removeAll);
        call.world().jobs().putBackup(call.required("id"), options);
        return Reply.nothing();
    }

    private static Reply deleteBackup(CheckedCall call) {
        existingBackup(call);
        call.world().jobs().removeBackup(call.required("id"));
        return Reply.nothing();
    }

    private static SortedMap<String, String> existingBackup(CheckedCall call) {
        var id = call.required("id");
        return Optional.ofNullable(call.world().jobs().backups().get(id))
                .orElseThrow(() -> ApiError.parameter("id", "No such job '" + id + "'"));
    }

    private static SortedMap<String, String> options(CheckedCall call) {
        var options = new TreeMap<>(call.values());
        options.keySet().removeAll(List.of("id", "delete"));
        return options;
    }

    private static Reply included(CheckedCall call) {
        var json = DemoJson.object();
        var children = json.putArray("children");
        call.world().jobs().guestsOf(existingBackup(call)).stream()
                .filter(guest -> call.may("/vms/" + guest.vmid(), "VM.Audit"))
                .forEach(guest -> children.add(guest(guest).put("id", guest.vmid())));
        return Reply.of(json);
    }

    private static Reply notBackedUp(CheckedCall call) {
        var seen = call.world().jobs().notBackedUp().stream()
                .filter(guest -> call.may("/vms/" + guest.vmid(), "VM.Audit"))
                .toList();
        return Reply.of(DemoJson.rows(seen, guest -> guest(guest).put("vmid", guest.vmid())));
    }

    private static ObjectNode guest(SimulatedGuest guest) {
        return DemoJson.object().put("type", guest.kind().path()).put("name", guest.name());
    }

    private static SortedMap<String, SortedMap<String, String>> replications(CheckedCall call) {
        var seen = new TreeMap<>(call.world().jobs().replications());
        seen.keySet().removeIf(id -> !call.may("/vms/" + vmid(id), "VM.Audit"));
        return seen;
    }

    private static ObjectNode replication(Map.Entry<String, SortedMap<String, String>> job) {
        var id = job.getKey();
        return row(job.getValue())
                .put("id", id)
                .put("guest", vmid(id))
                .put("jobnum", Integer.parseInt(id.substring(id.indexOf('-') + 1)));
    }

    private static Reply createReplication(CheckedCall call) {
        var id = call.required("id");
        call.require("/vms/" + vmid(id), "VM.Replicate");
        var guest = call.world()
                .guest(vmid(id))
                .orElseThrow(() -> ApiError.failed("guest '" + vmid(id) + "' does not exist"));
        if (guest.node().equals(call.required("target"))) {
            throw ApiError.failed("create replication job failed: target is local node");
        }
        if (call.world().jobs().replications().containsKey(id)) {
            throw ApiError.failed("replication job '" + id + "' already exists");
        }
        var options = options(call);
        options.put("source", guest.node());
        call.world().jobs().putReplication(id, options);
        return Reply.nothing();
    }

    private static Reply deleteReplication(CheckedCall call) {
        var id = call.required("id");
        if (ParameterFormat.REPLICATION_ID.problem("id", id).isEmpty()) {
            call.require("/vms/" + vmid(id), "VM.Replicate");
        }
        if (!call.world().jobs().removeReplication(id)) {
            throw ApiError.failed("no such replication job '" + id + "'");
        }
        return Reply.nothing();
    }

    /// The last run was on time, a few seconds after the quarter of the hour.
    private static Reply replicationStatus(CheckedCall call) {
        var jobs = replications(call).entrySet().stream()
                .filter(job -> call.node().equals(job.getValue().get("source")))
                .filter(job ->
                        call.number("guest").isEmpty() || call.number("guest").getAsInt() == vmid(job.getKey()))
                .toList();
        long last = Math.floorDiv(call.world().now().getEpochSecond(), 900) * 900;
        return Reply.of(DemoJson.rows(
                jobs,
                job -> replication(job)
                        .put("last_sync", last)
                        .put("last_try", last)
                        .put("next_sync", last + 900)
                        .put("duration", 3.5)
                        .put("fail_count", 0)));
    }

    private static int vmid(String id) {
        return Integer.parseInt(id.substring(0, id.indexOf('-')));
    }
}
