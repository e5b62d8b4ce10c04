package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Tells guests that are gone from those that are only out of sight.
///
/// @param gone vmids of guests that are there no more
/// @param hidden vmids of guests that are there and that the token may not see
/// @param manyGoneSince since when more guests are missing than vanish at once; they are kept until that has lasted
public record RemovalCheck(Set<Integer> gone, Set<Integer> hidden, Optional<Instant> manyGoneSince) {

    /// How long many guests that nobody destroyed are kept.
    public static final Duration PATIENCE = Duration.ofMinutes(5);

    /// More guests than this do not vanish at once, so something hides them: unless they were destroyed, they are kept
    /// for a while.
    private static final int MAX_UNEXPLAINED = 5;

    private static final int UNEXPLAINED_SHARE = 5;

    /// Judges guests that are listed no more.
    ///
    /// @param quorate whether the cluster has its quorum
    /// @param listed how many guests are listed
    /// @param manyGoneBefore since when many were missing at the look before
    public static RemovalCheck judge(
            Instant now, List<Unlisted> unlisted, boolean quorate, int listed, Optional<Instant> manyGoneBefore) {
        List<Unlisted> gone =
                unlisted.stream().filter(one -> one.isGone(quorate)).toList();
        long unexplained = gone.stream().filter(one -> !one.tasks().leaving()).count();
        Optional<Instant> since = Optional.of(manyGoneBefore.orElse(now))
                .filter(_ -> unexplained > Math.max(MAX_UNEXPLAINED, listed / UNEXPLAINED_SHARE));
        boolean wait = since.filter(start -> start.isAfter(now.minus(PATIENCE))).isPresent();
        return new RemovalCheck(
                vmids(gone, one -> !wait || one.tasks().leaving()),
                vmids(unlisted, one -> one.isHidden(quorate)),
                since);
    }

    private static Set<Integer> vmids(List<Unlisted> guests, Predicate<Unlisted> which) {
        return guests.stream().filter(which).map(Unlisted::vmid).collect(toSet());
    }
}
