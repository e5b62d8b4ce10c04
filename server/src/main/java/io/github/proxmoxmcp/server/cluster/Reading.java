package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.GuestReport;
import io.github.proxmoxmcp.persistence.NodeState;
import io.github.proxmoxmcp.persistence.SearchStore;
import io.github.proxmoxmcp.persistence.StateSnapshot;
import io.github.proxmoxmcp.persistence.StorageState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One look into the memory of a cluster, at one moment: what a read tool works with, and what stamps its answer.
///
/// @param now when the look was taken
/// @param asks whether the cluster may be asked what the memory does not hold
public record Reading(Cluster cluster, Store store, Moment moment, SyncState sync, Instant now, boolean asks) {

    /// One that may ask the cluster.
    public Reading(Cluster cluster, Store store, Moment moment, SyncState sync, Instant now) {
        this(cluster, store, moment, sync, now, true);
    }

    /// How a sentence begins that only answers about updates tell: who sees them may change the nodes, and few may.
    private static final String UPDATES = "pending updates ";

    private static final Duration SAME_AGE = Duration.ofSeconds(10);

    /// What the cluster is called in answers.
    public String clusterName() {
        return cluster.called(store);
    }

    /// The guests at the moment.
    public GuestsAt guests() {
        return new GuestsAt(store.guests(), cluster.name(), moment);
    }

    /// The lists at the moment: backups, jobs, storages' definitions, what nodes have.
    public InventoryAt inventory() {
        return new InventoryAt(store.inventory(), cluster.name(), moment);
    }

    /// The nodes at the moment.
    public List<NodeState> nodes() {
        return store.nodes().list(cluster.name(), moment);
    }

    /// The storages at the moment, as each node sees them.
    public List<StorageState> storages() {
        return store.storages().list(cluster.name(), moment);
    }

    /// How far the memory goes back.
    public HistoryOf history() {
        return new HistoryOf(store.history(), cluster.name());
    }

    /// What a guest reported last; absent: nothing.
    public Optional<GuestReport> report(int vmid) {
        return store.reports().get(cluster.name(), vmid);
    }

    /// How much older than the rest the configuration of a guest is; absent where it is of the same age, or was never
    /// read.
    public Optional<Duration> configurationLag(int vmid) {
        return sync.asOf()
                .filter(_ -> moment instanceof Moment.Now)
                .flatMap(asOf -> guests().configReading(vmid).map(read -> Duration.between(read.at(), asOf)))
                .filter(lag -> lag.compareTo(SAME_AGE) > 0);
    }

    /// What contains a text now.
    public List<SearchStore.Hit> search(String text, int limit) {
        return store.search().search(cluster.name(), text, limit);
    }

    /// Guests of which something was not read yet.
    public SearchStore.Unread unread(boolean withAddresses) {
        return store.search().unread(cluster.name(), withAddresses);
    }

    /// The named moments.
    public List<StateSnapshot> stateSnapshots() {
        return store.snapshots().list(cluster.name());
    }

    /// The answer with its age, and with everything that it cannot say.
    public <T extends Record> Answer<T> answer(T body) {
        return switch (moment) {
            case Moment.Now _ ->
                new Answer<>(
                        body,
                        sync.asOf(),
                        sync.asOf()
                                .map(at -> Math.max(0, Duration.between(at, now).toSeconds())),
                        missing());
            case Moment.At(Instant at) -> new Answer<>(body, Optional.of(at), Optional.empty(), beforeBeginning(at));
        };
    }

    /// Since when something is so that the memory has from this moment on; absent where it was so already when the
    /// memory began, because nobody knows since when.
    public Optional<Instant> since(Instant from) {
        return Optional.of(from)
                .filter(one -> store.history()
                        .beginning(cluster.name())
                        .filter(one::isAfter)
                        .isPresent());
    }

    /// What the last read is missing that concerns every answer.
    public List<String> incomplete() {
        return sync.incomplete().stream()
                .filter(text -> !text.startsWith(UPDATES))
                .toList();
    }

    /// An answer in which pending updates matter: why some of them are not known.
    public <T extends Record> Answer<T> withUpdates(Answer<T> answer) {
        Answer<T> told = answer;
        if (moment instanceof Moment.Now) {
            for (String text : sync.incomplete()) {
                told = text.startsWith(UPDATES) ? told.without(text) : told;
            }
        }
        return told;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        sync.error()
                .ifPresent(error -> missing.add("the last try to read the cluster failed, this is from memory: "
                        + UntrustedText.marked(error)));
        missing.addAll(incomplete());
        return missing;
    }

    /// When the memory of this cluster begins, if that is later than a moment.
    public Optional<Instant> beginning(Instant at) {
        return store.history()
                .beginning(cluster.name())
                .filter(at::isBefore)
                // What a pinned snapshot needs is kept although all around it is forgotten.
                .filter(_ -> stateSnapshots().stream()
                        .noneMatch(kept -> kept.pinned() && kept.at().equals(at)));
    }

    private List<String> beforeBeginning(Instant at) {
        return beginning(at).map(Reading::tooEarly).stream().toList();
    }

    /// Why nothing is known of the moment that is asked about: it is before the memory began.
    public Optional<String> beforeMemory() {
        return moment instanceof Moment.At(Instant at) ? beginning(at).map(Reading::tooEarly) : Optional.empty();
    }

    private static String tooEarly(Instant beginning) {
        return "the memory of this cluster begins at " + beginning + ", later than asked";
    }
}
