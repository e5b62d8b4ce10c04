package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.sync.source.ClusterReader.View;
import io.github.proxmoxmcp.server.sync.source.Rights;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Gathers what guests are judged by: their rows, what the memory and the tasks say of them, and, where a row is in
/// doubt, what their nodes answer.
public final class EvidenceReader {

    /// Up to this many guests are read from the memory one by one; more are read in one query.
    private static final int MAX_SINGLE_READS = 50;

    private static final int MAX_UNLISTED_PER_CYCLE = 100;

    private final String cluster;
    private final Store store;
    private final Rights rights;
    private final GuestReader reader;
    private final GuestQuestions questions;

    public EvidenceReader(String cluster, Proxmox api, Store store, Rights rights) {
        this.cluster = cluster;
        this.store = store;
        this.rights = rights;
        this.reader = new GuestReader(api);
        this.questions = new GuestQuestions(reader);
    }

    /// Gathers what there is on guests that are listed.
    ///
    /// @param baseline nothing was known before: rows are taken as they are
    /// @param hinted guests to ask about whatever their rows say
    /// @param cpus how many each node has, where that is told
    public List<GuestEvidence> listed(
            Instant now,
            Collection<Guest> rows,
            boolean baseline,
            Set<Integer> hinted,
            TrackedGuests tracked,
            GuestTasks tasks,
            Map<String, Optional<Integer>> cpus) {
        Map<Integer, Guest> known = baseline ? firstSeen(rows) : known(rows, hinted, tracked);
        List<GuestEvidence> all = rows.stream()
                .map(row -> {
                    Optional<Guest> guest = Optional.ofNullable(known.get(row.vmid()));
                    return new GuestEvidence(
                            withPool(row, guest),
                            guest,
                            Optional.empty(),
                            Optional.ofNullable(tracked.conclusions().get(row.vmid())),
                            Optional.ofNullable(tracked.presences().get(row.vmid())),
                            tasks.of(row.vmid()),
                            cpus.getOrDefault(row.node(), Optional.empty()),
                            Optional.empty());
                })
                .toList();
        Map<Integer, GuestAnswers> answers = questions.ask(
                now,
                all.stream()
                        .filter(one -> hinted.contains(one.row().vmid()) || one.isDoubtful(baseline))
                        .toList());
        return all.stream()
                .map(one -> Optional.ofNullable(answers.get(one.row().vmid()))
                        .map(asked -> one.with(asked, config(one)))
                        .orElse(one))
                .toList();
    }

    /// Rows of guests that are not new, only seen for the first time, are their own.
    private static Map<Integer, Guest> firstSeen(Collection<Guest> rows) {
        return rows.stream()
                .filter(row -> !GuestReconciler.isInTheMaking(row) && row.name().isPresent())
                .collect(toMap(Guest::vmid, Function.identity(), (one, _) -> one));
    }

    /// What the memory says of guests whose rows may say something new, or that are asked about.
    private Map<Integer, Guest> known(Collection<Guest> rows, Set<Integer> hinted, TrackedGuests tracked) {
        Set<Integer> news = rows.stream()
                .filter(row -> hinted.contains(row.vmid())
                        || Optional.ofNullable(tracked.conclusions().get(row.vmid()))
                                .filter(conclusion -> conclusion.settles(row))
                                .isEmpty())
                .map(Guest::vmid)
                .collect(toSet());
        Stream<Guest> known = news.size() > MAX_SINGLE_READS
                ? store.guests().present(cluster).stream().filter(guest -> news.contains(guest.vmid()))
                : news.stream().flatMap(vmid -> state(vmid).stream()).map(GuestState::guest);
        return known.collect(toMap(Guest::vmid, Function.identity()));
    }

    private Optional<GuestState> state(int vmid) {
        return store.guests().get(cluster, vmid, Moment.now());
    }

    /// Proxmox leaves a pool that the token may not see out of a row, as if the guest were in none.
    private Guest withPool(Guest row, Optional<Guest> known) {
        return row.pool().isPresent()
                ? row
                : known.flatMap(Guest::pool)
                        .filter(rights::hidesPool)
                        .map(pool -> row.withPool(Optional.of(pool)))
                        .orElse(row);
    }

    /// The configuration in the memory, where another guest may have the vmid now.
    private Optional<? extends Map<String, String>> config(GuestEvidence one) {
        return one.known().flatMap(guest -> store.guests().config(cluster, guest.vmid(), Moment.now()));
    }

    /// Gathers what there is on guests that the memory has and the cluster lists no more.
    ///
    /// @param removed nodes that the cluster does not have any more
    public List<Unlisted> unlisted(View view, TrackedGuests tracked, GuestTasks tasks, Set<String> removed) {
        Map<Integer, Guest> suspects = new HashMap<>();
        Stream.concat(
                        store.guests().unknown(cluster).stream(),
                        tracked.listed().stream()
                                .filter(vmid -> !view.listed().contains(vmid))
                                .flatMap(vmid -> state(vmid).stream()))
                .map(GuestState::guest)
                .filter(guest -> !view.listed().contains(guest.vmid()))
                .forEach(guest -> suspects.put(guest.vmid(), guest));
        return Parallel.map(
                suspects.values().stream().limit(MAX_UNLISTED_PER_CYCLE).toList(),
                guest -> new Unlisted(
                        guest.vmid(),
                        view.online().contains(guest.node())
                                ? Optional.of(reader.config(guest.kind(), guest.node(), guest.vmid()))
                                : Optional.empty(),
                        tasks.of(guest.vmid()),
                        removed.contains(guest.node())));
    }
}
