package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestStore.DetailDue;
import io.github.proxmoxmcp.persistence.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// Which guests' configurations and snapshots are due to be read: first those with a hint of a change, then by age.
public final class GuestDetails {

    /// Details without a hint of a change are read again after this time, because some changes leave no hint.
    private static final Duration MAX_AGE = Duration.ofHours(1);

    /// Where the log tells nothing, and of containers it never does, hints are few: one guest a second is read again,
    /// but none more often than this.
    private static final Duration MIN_AGE_WITHOUT_LOG = Duration.ofMinutes(1);

    private final String cluster;
    private final Store store;
    private final Consumer<Set<Integer>> configurations;
    private final Backoff backoff = new Backoff();

    /// @param configurations is told of which guests the configuration was read
    public GuestDetails(String cluster, Store store, Consumer<Set<Integer>> configurations) {
        this.cluster = cluster;
        this.store = store;
        this.configurations = configurations;
    }

    /// Guests that are due, most urgent first.
    ///
    /// @param logTells whether the cluster's log tells of changes
    public Set<Integer> due(Instant now, TrackedGuests guests, boolean logTells, int limit) {
        Instant untold = now.minusSeconds(
                Math.clamp(guests.listed().size(), MIN_AGE_WITHOUT_LOG.toSeconds(), MAX_AGE.toSeconds()));
        backoff.keepOnly(guests.listed());
        return store
                .guests()
                .detailsDue(cluster, logTells ? now.minus(MAX_AGE) : untold, untold, limit + backoff.size())
                .stream()
                .map(DetailDue::vmid)
                .filter(vmid -> !backoff.holds(vmid, now))
                .limit(limit)
                .collect(toSet());
    }

    /// Notes which of those asked about could be read. A node of which many could not, and none could, is left alone.
    public void note(Instant now, Set<Integer> asked, List<GuestConfig> read, TrackedGuests guests) {
        Set<Integer> told = read.stream().map(GuestConfig::vmid).collect(toSet());
        told.forEach(backoff::succeeded);
        Set<Integer> failed = new HashSet<>(asked);
        failed.removeAll(told);
        Map<String, Long> mute = guests.nodes(failed).collect(groupingBy(Function.identity(), counting()));
        guests.nodes(told).forEach(mute::remove);
        mute.values().removeIf(times -> times < GuestQuestions.MAX_FAILURES_PER_NODE);
        failed.addAll(guests.listedOn(mute.keySet()));
        failed.forEach(vmid -> backoff.failed(vmid, now));
        configurations.accept(told);
    }

    /// Ends all pauses after failures.
    public void retry() {
        backoff.clear();
    }

    /// How many guests' details could not be read lately.
    public int failing() {
        return backoff.size();
    }

    /// Names some guests whose details could not be read.
    public String someFailing() {
        return backoff.some();
    }
}
