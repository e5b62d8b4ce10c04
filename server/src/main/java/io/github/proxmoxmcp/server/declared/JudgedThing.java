package io.github.proxmoxmcp.server.declared;

import io.github.proxmoxmcp.persistence.value.Cause;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.State;
import io.github.proxmoxmcp.server.manifest.Wanted;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A thing of a set, judged.
///
/// @param vmid of a guest, once it has one
/// @param released fields that were owned and are declared no more: their values stay
/// @param why what the state comes from, where the differences do not tell
public record JudgedThing(
        Manifest manifest,
        Optional<Integer> vmid,
        Optional<GuestFacts> guest,
        State state,
        List<Drifted> differences,
        List<Wanted> released,
        String why) {

    public JudgedThing {
        differences = List.copyOf(differences);
        released = List.copyOf(released);
    }

    /// A difference, and who made it.
    ///
    /// @param applied whether what is wanted had been applied before, so that somebody changed it since
    /// @param since when it became what it is; absent: it was so when the memory began, or that is not known
    public record Drifted(Difference difference, boolean applied, Optional<Instant> since, Optional<Cause> cause) {

        /// `by joe@pve (update VM 100 …) since …`, or that nobody knows.
        public String author() {
            return cause.map(one -> "by " + UntrustedText.marked(one.user())
                            + (one.type().isEmpty() ? "" : ", " + one.type()))
                    .orElse("by whom is unknown");
        }
    }

    public String key() {
        return manifest.key();
    }
}
