package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.server.sync.guest.GuestReader.Answer;
import io.github.proxmoxmcp.server.sync.source.Parallel;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Tells guests that are gone from those that are only out of sight.
///
/// @param closed is filled with those that are there and that the token may not see
public record RemovalCheck(GuestReader reader, GuestTasks deeds, Set<Integer> closed) {

    /// Which of these guests, listed no more, are gone: their configuration is missing on a node that answers, or they
    /// were destroyed.
    public Set<Integer> gone(List<GuestState> unlisted, Set<String> online, boolean quorate) {
        Set<Integer> gone = new HashSet<>();
        List<Callable<Optional<Integer>>> calls = unlisted.stream()
                .map(GuestState::guest)
                .filter(guest -> online.contains(guest.node()))
                .map(guest -> (Callable<Optional<Integer>>) () -> isGone(guest, quorate))
                .toList();
        Parallel.call(calls).forEach(vmid -> vmid.ifPresent(gone::add));
        return gone;
    }

    private Optional<Integer> isGone(Guest guest, boolean quorate) {
        Answer answer = reader.config(guest.kind(), guest.node(), guest.vmid());
        boolean gone = switch (answer) {
            case Answer.Missing _ -> quorate || deeds.destroyed(guest.vmid());
            case Answer.Unreadable _, Answer.Closed _ -> deeds.destroyed(guest.vmid());
            case Answer.Found _ -> false;
        };
        if (!gone && answer instanceof Answer.Closed) {
            closed.add(guest.vmid());
        }
        return gone ? Optional.of(guest.vmid()) : Optional.empty();
    }
}
