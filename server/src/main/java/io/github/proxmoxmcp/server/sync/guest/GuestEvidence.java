package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.util.Map;
import java.util.Optional;

/// All that there is to judge one guest by.
///
/// @param row as the cluster shows it: node, tags, pool, lock and HA state are of now, the rest comes late
/// @param known what the memory says of the guest that has the vmid
/// @param knownConfig its configuration in the memory, where the vmid may be another guest's now
/// @param before what was concluded of its last row
/// @param presenceBefore what its node said of it lately, at an earlier look
/// @param cpusOfNode how many its node has, where that is told
/// @param answers absent where it was not asked about
public record GuestEvidence(
        Guest row,
        Optional<Guest> known,
        Optional<? extends Map<String, String>> knownConfig,
        Optional<Conclusion> before,
        Optional<Presence> presenceBefore,
        TaskHints tasks,
        Optional<Integer> cpusOfNode,
        Optional<GuestAnswers> answers) {

    /// With what was asked about it.
    GuestEvidence with(GuestAnswers asked, Optional<? extends Map<String, String>> config) {
        return new GuestEvidence(row, known, config, before, presenceBefore, tasks, cpusOfNode, Optional.of(asked));
    }

    /// What of it is about the guest that has the vmid now, when the known one is gone.
    GuestEvidence ofSuccessor() {
        return new GuestEvidence(
                row,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                tasks,
                cpusOfNode,
                answers);
    }

    /// The configuration, where it could be read.
    Optional<Answer.Found> found() {
        return answers.map(GuestAnswers::config)
                .filter(Answer.Found.class::isInstance)
                .map(Answer.Found.class::cast);
    }

    /// Whether its node has to be asked.
    ///
    /// @param baseline nothing was known before: rows are taken as they are
    boolean isDoubtful(boolean baseline) {
        if (before.filter(conclusion -> conclusion.settles(row)).isPresent()) {
            return false;
        }
        if (known.isEmpty()) {
            return !baseline || GuestReconciler.isInTheMaking(row);
        }
        return isMoving() || GuestReconciler.isInTheMaking(row) || GuestReconciler.lateFactsDiffer(row, known.get());
    }

    /// Whether its state may be another one than its row says: a task of it has just ended, its node told another one
    /// of late, or a backup woke it.
    boolean isMoving() {
        boolean saysNothingNew = before.filter(
                        conclusion -> conclusion.row().status().equals(row.status()))
                .isPresent();
        boolean differs =
                known.filter(guest -> !guest.status().equals(row.status())).isPresent();
        return isYoung()
                || (saysNothingNew && tasks.finished())
                || (differs && presenceBefore.isPresent())
                || (differs && before.filter(Conclusion::mayHaveBeenWoken).isPresent());
    }

    /// Whether its row may still be that of the guest that had the vmid before.
    boolean isYoung() {
        return known.filter(guest -> guest.kind() == row.kind()).isEmpty()
                || tasks.leaving()
                || before.flatMap(Conclusion::youngSince).isPresent();
    }
}
