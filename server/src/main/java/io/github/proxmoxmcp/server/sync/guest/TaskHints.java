package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.tasks.TaskEntry;

/// What the cluster's tasks say of one guest.
///
/// @param destroyed the guest that is known was destroyed
/// @param leaving it was destroyed, or is about to be
/// @param restored it is or was lately put back from a backup, which may change all that it is known by
/// @param finished a task of it ended since the last look
/// @param start what became of the last attempt to start it
record TaskHints(boolean destroyed, boolean leaving, boolean restored, boolean finished, Start start) {

    static final TaskHints NONE = new TaskHints(false, false, false, false, Start.NONE);

    enum Start {
        NONE,
        RUNNING,
        FAILED,
        SUCCEEDED;

        static Start of(TaskEntry task) {
            if (task.isRunning()) {
                return RUNNING;
            }
            return task.outcome().succeeded() ? SUCCEEDED : FAILED;
        }
    }
}
