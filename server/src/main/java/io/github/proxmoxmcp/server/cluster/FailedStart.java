package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Why a guest that does not run did not start the last time.
public final class FailedStart {

    private static final int RECENT = 20;

    private FailedStart() {}

    /// Absent when it runs, or when the last start went well or is not remembered.
    public static Optional<String> of(Reading reading, GuestState state) {
        return state.guest().status().equals("running")
                ? Optional.empty()
                : last(reading, state, "(qm|vz)start")
                        .map(task ->
                                task.startedAt().truncatedTo(ChronoUnit.SECONDS) + ": " + why(reading, state, task));
    }

    /// What the HA manager failed at last, where it gave up: a start, or of a guest that runs a stop or a move.
    public static Optional<String> ofManager(Reading reading, GuestState state) {
        return state.guest().haState().filter("error"::equals).isEmpty()
                ? Optional.empty()
                : last(reading, state, "(qm|vz)(start|stop|shutdown|migrate)|qmigrate")
                        .filter(task -> task.user().equals("root@pam"))
                        .map(task -> task.type() + " failed " + task.startedAt().truncatedTo(ChronoUnit.SECONDS) + ": "
                                + why(reading, state, task));
    }

    private static String why(Reading reading, GuestState state, Task task) {
        boolean asks = reading.asks()
                && state.validity().unknownSince().isEmpty()
                && reading.sync().error().isEmpty();
        return reading.cluster().failures().of(task, asks);
    }

    /// The last task of such types, if it failed.
    private static Optional<Task> last(Reading reading, GuestState state, String types) {
        if (reading.moment() instanceof Moment.At) {
            return Optional.empty();
        }
        return reading
                .store()
                .tasks()
                .list(new TaskQuery(
                        reading.cluster().name(),
                        Optional.of(state.guest().vmid()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        RECENT))
                .rows()
                .stream()
                .filter(task -> task.type().matches(types))
                .findFirst()
                .filter(task -> task.endedAt().isPresent()
                        && task.exitStatus()
                                .filter(status -> status.equals("OK") || status.startsWith("WARNINGS"))
                                .isEmpty());
    }
}
