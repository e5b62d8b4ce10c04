package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.Sleeper;
import io.github.proxmoxmcp.client.tasks.TaskEntry;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds out what became of a call whose answer was lost: nothing is ever sent twice.
final class LostAnswers {

    private static final String NO_TASK =
            "No task of it was found within 45 s. It was not sent again; look at the guest"
                    + " and its tasks before you repeat it";

    /// The agent's answer for a missing program has quotes that the proxy cannot pass on: it answers 596
    /// (`docs/concepts/proxmox-behaviour.md`, "Errors").
    private static final String NO_TRACE = "A program that the guest does not have ends like this too. A command in a"
            + " guest leaves no trace in Proxmox to look for, and it was not sent again; look in the guest before you"
            + " repeat it";

    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration CLOCKS_APART = Duration.ofSeconds(5);

    /// What the types of the tasks of a call hold, where it is not the last word of its path.
    private static final Map<String, Set<String>> TYPES = Map.of(
            "suspend", Set.of("suspend", "pause"),
            "shutdown", Set.of("shutdown", "hastop"),
            "download-url", Set.of("download"),
            "aplinfo", Set.of("download"),
            "move_disk", Set.of("move"),
            "move_volume", Set.of("move"),
            "qemu", Set.of("create", "restore"),
            "lxc", Set.of("create", "restore"));

    private final InstantSource clock;
    private final Sleeper sleeper;

    LostAnswers(InstantSource clock, Sleeper sleeper) {
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /// What was found.
    sealed interface Found {

        /// The task that the call started.
        record Task(Upid upid) implements Found {}

        /// The configuration is as the call wanted it.
        record Applied() implements Found {}

        /// @param advice what to make of it, a sentence without its full stop
        record Nothing(String advice) implements Found {}
    }

    /// @param user who we are there
    Found find(Proxmox api, String user, Step step, Instant sent) {
        if (AgentRuns.starts(step)) {
            return new Found.Nothing(NO_TRACE);
        }
        Instant deadline = clock.instant().plus(PATIENCE);
        do {
            Found found = lookAgain(api, user, step, sent);
            if (!(found instanceof Found.Nothing)) {
                return found;
            }
        } while (slept() && clock.instant().isBefore(deadline));
        return new Found.Nothing(NO_TASK);
    }

    /// One look.
    ///
    /// @throws ProxmoxException when the cluster does not tell
    Found look(Proxmox api, String user, Step step, Instant sent) {
        List<Upid> candidates = api.cluster().tasks().stream()
                .map(TaskEntry::upid)
                .filter(upid -> fits(upid, user, step, sent))
                .distinct()
                .toList();
        if (candidates.size() == 1) {
            return new Found.Task(candidates.getFirst());
        }
        return configured(api, step) ? new Found.Applied() : new Found.Nothing(NO_TASK);
    }

    private Found lookAgain(Proxmox api, String user, Step step, Instant sent) {
        try {
            return look(api, user, step, sent);
        } catch (ProxmoxException _) {
            // Still away: ask again until the patience ends.
            return new Found.Nothing(NO_TASK);
        }
    }

    private static boolean fits(Upid upid, String user, Step step, Instant sent) {
        List<String> path = step.segments();
        boolean ofNode = path.size() < 2 || upid.node().equals(path.get(1));
        boolean ofGuest = made(step).or(() -> path.stream().skip(3).findFirst()).stream()
                .filter(id -> id.matches("[0-9]+"))
                .allMatch(upid.id()::equals);
        return ofNode
                && ofGuest
                && upid.user().equals(user)
                && !upid.starttime().isBefore(sent.minus(CLOCKS_APART))
                && words(step).stream().anyMatch(word -> upid.type().contains(word));
    }

    /// The guest that a call makes: its vmid is no part of the path.
    private static Optional<String> made(Step step) {
        return step.path().matches("/nodes/[^/]+/(qemu|lxc)")
                ? step.values("vmid").stream().findFirst()
                : Optional.empty();
    }

    private static Set<String> words(Step step) {
        List<String> path = step.segments();
        if (step.method().equals("DELETE")) {
            return path.contains("snapshot") ? Set.of("delsnapshot") : Set.of("destroy", "imgdel", "del");
        }
        return Optional.ofNullable(TYPES.get(path.getLast())).orElse(Set.of(path.getLast()));
    }

    /// A change of configuration leaves no task: it was taken if the configuration has every value of it.
    private static boolean configured(Proxmox api, Step step) {
        List<String> path = step.segments();
        if (!step.method().equals("PUT") || !path.getLast().equals("config") || path.size() != 5) {
            return false;
        }
        return LiveGuests.read(api, Integer.parseInt(path.get(3)))
                .filter(guest -> step.parameters().entrySet().stream()
                        .filter(wanted -> !Set.of("digest", "delete").contains(wanted.getKey()))
                        .allMatch(wanted -> Optional.ofNullable(guest.config().get(wanted.getKey()))
                                .filter(wanted.getValue().getFirst()::equals)
                                .isPresent()))
                .filter(guest ->
                        step.words("delete").noneMatch(name -> guest.config().containsKey(name)))
                .isPresent();
    }

    private boolean slept() {
        try {
            sleeper.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
