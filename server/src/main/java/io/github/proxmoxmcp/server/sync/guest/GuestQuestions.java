package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.source.Parallel;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Asks for the configurations of guests whose rows are in doubt, side by side; no more of a node where none can be
/// read.
record GuestQuestions(GuestReader reader) {

    /// So many guests of a node that cannot be asked about are enough to ask no more within one look.
    private static final int ENOUGH = 8;

    /// @param doubtful rows to ask about
    /// @param known what the memory says of them, by vmid
    /// @param digest of the configuration with which a guest's snapshots were read; they change with it only
    /// @param cpus how many a guest's node has
    /// @param young whether a guest's row may be that of the guest before it
    /// @param moving whether a guest's state may be another one than its row says
    Map<Integer, GuestEvidence> ask(
            Instant now,
            List<Guest> doubtful,
            Map<Integer, Guest> known,
            Function<Guest, Optional<String>> digest,
            Function<Guest, Optional<Integer>> cpus,
            Predicate<Guest> young,
            Predicate<Guest> moving) {
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        Map<Integer, GuestEvidence> cases = new HashMap<>();
        Parallel.call(doubtful.stream()
                        // Those that could be read before come first: a node fails only where they do.
                        .sorted(Comparator.comparing(
                                (Guest row) -> digest.apply(row).isEmpty()))
                        .map(row -> (Callable<GuestEvidence>) () -> {
                            Optional<Guest> before = Optional.ofNullable(known.get(row.vmid()));
                            if (failures.getOrDefault(row.node(), 0) >= ENOUGH) {
                                return GuestEvidence.answered(row, before, new Answer.Unreadable(true));
                            }
                            GuestEvidence one = ask(
                                    row,
                                    before,
                                    digest.apply(row),
                                    cpus.apply(row),
                                    young.test(row),
                                    moving.test(row) ? Optional.of(now) : Optional.empty());
                            if (one.answer().orElseThrow() instanceof Answer.Unreadable(boolean all) && all) {
                                failures.merge(row.node(), 1, Integer::sum);
                            }
                            return one;
                        })
                        .toList())
                .forEach(one -> cases.put(one.row().vmid(), one));
        return cases;
    }

    private GuestEvidence ask(
            Guest row,
            Optional<Guest> known,
            Optional<String> digest,
            Optional<Integer> cpus,
            boolean young,
            Optional<Instant> moving) {
        Answer answer = reader.config(row.kind(), row.node(), row.vmid());
        if (!(answer instanceof Answer.Found found && found.whole())) {
            return GuestEvidence.answered(row, known, answer);
        }
        boolean changed = !found.config().digest().equals(digest);
        // A configuration tells what is wanted, a row what is in force, but late: where they differ, either may be so.
        boolean doubt = !new ConfiguredFacts(row, found.config()).agrees(cpus);
        return new GuestEvidence(
                row,
                known,
                Optional.of(answer),
                moving.flatMap(at -> reader.presence(at, row.kind(), row.node(), row.vmid())),
                young || changed ? reader.snapshots(row.kind(), row.node(), row.vmid()) : Optional.empty(),
                doubt ? reader.inForce(row.kind(), row.node(), row.vmid()) : Optional.empty());
    }
}
