package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.task.Task;
import io.github.proxmoxmcp.persistence.task.TaskQuery;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Why a guest that does not run did not start the last time.
public final class FailedStart {

    private static final int RECENT = 20;

    private FailedStart() {}

    /// Absent when it runs, or when the last start went well or is not remembered.
    public static Optional<String> of(Reading reading, GuestState state) {
        Guest guest = state.guest();
        if (reading.moment() instanceof Moment.At || guest.status().equals("running")) {
            return Optional.empty();
        }
        List<Task> tasks = reading.store()
                .tasks()
                .list(new TaskQuery(
                        reading.cluster().name(),
                        Optional.of(guest.vmid()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        RECENT))
                .rows();
        boolean asks = state.validity().unknownSince().isEmpty()
                && reading.sync().error().isEmpty();
        return tasks.stream()
                .filter(task -> task.type().matches("(qm|vz)start"))
                .findFirst()
                .filter(task -> task.endedAt().isPresent()
                        && task.exitStatus()
                                .filter(status -> status.equals("OK") || status.startsWith("WARNINGS"))
                                .isEmpty())
                .map(task -> task.startedAt().truncatedTo(ChronoUnit.SECONDS) + ": "
                        + reading.cluster().failures().of(task, asks));
    }
}
