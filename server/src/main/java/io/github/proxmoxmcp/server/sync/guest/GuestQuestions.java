package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Asks for the configurations of guests whose rows are in doubt, side by side; no more of a node where none can be
/// read.
record GuestQuestions(GuestReader reader) {

    /// After this many failures on a node no other guest there is asked about.
    static final int MAX_FAILURES_PER_NODE = 8;

    /// The answers by vmid.
    Map<Integer, GuestAnswers> ask(Instant now, List<GuestEvidence> doubtful) {
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        List<GuestEvidence> sorted = doubtful.stream()
                // Those that could be read before come first: a node fails only where they do.
                .sorted(Comparator.comparing(
                        (GuestEvidence one) -> snapshotsDigest(one).isEmpty()))
                .toList();
        return Parallel.map(sorted, one -> Map.entry(one.row().vmid(), ask(now, one, failures))).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private GuestAnswers ask(Instant now, GuestEvidence one, Map<String, Integer> failures) {
        String node = one.row().node();
        if (failures.getOrDefault(node, 0) >= MAX_FAILURES_PER_NODE) {
            return GuestAnswers.of(new Answer.Unreadable(true));
        }
        GuestAnswers answers = ask(now, one);
        if (answers.config() instanceof Answer.Unreadable(boolean all) && all) {
            failures.merge(node, 1, Integer::sum);
        }
        return answers;
    }

    private GuestAnswers ask(Instant now, GuestEvidence one) {
        Guest row = one.row();
        Answer answer = reader.config(row.kind(), row.node(), row.vmid());
        if (!(answer instanceof Answer.Found found && found.whole())) {
            return GuestAnswers.of(answer);
        }
        boolean changed = !found.config().digest().equals(snapshotsDigest(one));
        // A configuration tells what is wanted, a row what is in force, but late: where they differ, either may be so.
        boolean doubt = !new ConfiguredFacts(row, found.config()).agrees(one.cpusOfNode());
        return new GuestAnswers(
                answer,
                one.isMoving() ? reader.presence(now, row.kind(), row.node(), row.vmid()) : Optional.empty(),
                one.isYoung() || changed ? reader.snapshots(row.kind(), row.node(), row.vmid()) : Optional.empty(),
                doubt ? reader.inForce(row.kind(), row.node(), row.vmid()) : Optional.empty());
    }

    private static Optional<String> snapshotsDigest(GuestEvidence one) {
        return one.before().flatMap(Conclusion::snapshotsDigest);
    }
}
