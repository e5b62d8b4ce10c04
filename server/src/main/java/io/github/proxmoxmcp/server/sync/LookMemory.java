package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.server.sync.guest.CloneLogs;
import io.github.proxmoxmcp.server.sync.guest.GuestTasks;
import io.github.proxmoxmcp.server.sync.guest.LogHints;
import io.github.proxmoxmcp.server.sync.guest.TrackedGuests;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is remembered from one look to the next. It is replaced as a whole once a look is recorded; of a look that
/// could not be recorded nothing stays, so that all its news is news again.
///
/// @param lost guests of nodes that do not answer
/// @param members the nodes that the cluster said it has
/// @param online the nodes that answered
/// @param cpus how many each node has, where that is told
/// @param manyGoneSince since when more guests are missing than vanish at once
/// @param writtenAt when the last look was written down; absent where it was not
record LookMemory(
        TrackedGuests guests,
        GuestTasks tasks,
        LogHints.Log log,
        CloneLogs.Tries clones,
        Set<Integer> lost,
        Set<String> members,
        Set<String> online,
        Map<String, Optional<Integer>> cpus,
        Optional<Instant> manyGoneSince,
        Optional<Instant> writtenAt) {

    static final LookMemory NONE = new LookMemory(
            TrackedGuests.NONE,
            GuestTasks.NONE,
            LogHints.Log.NONE,
            CloneLogs.Tries.NONE,
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    /// With other conclusions of guests, and what was destroyed of their tasks dealt with.
    LookMemory with(TrackedGuests tracked, GuestTasks dealt) {
        return new LookMemory(tracked, dealt, log, clones, lost, members, online, cpus, manyGoneSince, writtenAt);
    }

    /// Without conclusions: somebody else has written to the store, or we could not, so that the next look begins with
    /// what the store says, not with what we think that it says.
    LookMemory forgotten() {
        return with(guests.forgotten(), tasks);
    }

    LookMemory writtenAt(Optional<Instant> moment) {
        return new LookMemory(guests, tasks, log, clones, lost, members, online, cpus, manyGoneSince, moment);
    }
}
