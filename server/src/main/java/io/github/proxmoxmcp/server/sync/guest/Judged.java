package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import java.util.Optional;

/// The result of judging one guest.
///
/// @param evidence of the guest that has the vmid now
/// @param conclusion absent where there is no such guest, or nothing can be told of it yet
/// @param ended whether the guest that was known is there no more; another one may have its vmid
record Judged(GuestEvidence evidence, Optional<Conclusion> conclusion, boolean ended) {

    int vmid() {
        return evidence.row().vmid();
    }

    /// Its configuration, where it was read and is not in the making.
    Optional<GuestConfig> config() {
        return whole().map(found ->
                new GuestConfig(vmid(), found.digest(), new ConfiguredFacts(evidence.row(), found.config()).options()));
    }

    Optional<GuestSnapshots> snapshots() {
        return whole().flatMap(_ -> evidence.answers())
                .flatMap(GuestAnswers::snapshots)
                .map(all -> new GuestSnapshots(vmid(), all));
    }

    /// Whether its configuration is another one than when its snapshots were read.
    boolean reconfigured() {
        Optional<String> before = evidence.before().flatMap(Conclusion::snapshotsDigest);
        return whole().filter(found ->
                        before.filter(digest -> !digest.equals(found.digest())).isPresent())
                .isPresent();
    }

    /// The latest answer of its node about its state.
    Optional<Presence> presence() {
        return conclusion
                .flatMap(_ -> evidence.found())
                .flatMap(_ -> evidence.answers())
                .flatMap(GuestAnswers::presence)
                .or(evidence::presenceBefore);
    }

    private Optional<Answer.Found> whole() {
        return conclusion.flatMap(_ -> evidence.found()).filter(Answer.Found::whole);
    }
}
