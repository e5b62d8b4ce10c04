package io.github.proxmoxmcp.server.sync.guest;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.GuestConfig;
import io.github.proxmoxmcp.persistence.GuestGauges;
import io.github.proxmoxmcp.persistence.GuestSnapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was concluded of guests: to be recorded first, and remembered then.
///
/// @param all by vmid, in the order of the rows
/// @param presences what nodes told of guests lately, by vmid
/// @param ended guests that are there no more; another one may have their vmid
/// @param reconfigured guests whose configuration is another one than when their snapshots were read
public record Conclusions(
        Map<Integer, Conclusion> all,
        Map<Integer, Presence> presences,
        List<GuestConfig> configs,
        List<GuestSnapshots> snapshots,
        Set<Integer> ended,
        Set<Integer> reconfigured) {

    static Conclusions of(List<Judged> judged) {
        Map<Integer, Conclusion> all = new LinkedHashMap<>();
        judged.forEach(one -> one.conclusion().ifPresent(conclusion -> all.put(one.vmid(), conclusion)));
        return new Conclusions(
                all,
                judged.stream()
                        .filter(one -> one.presence().isPresent())
                        .collect(toMap(Judged::vmid, one -> one.presence().orElseThrow())),
                judged.stream().flatMap(one -> one.config().stream()).toList(),
                judged.stream().flatMap(one -> one.snapshots().stream()).toList(),
                judged.stream().filter(Judged::ended).map(Judged::vmid).collect(toSet()),
                judged.stream().filter(Judged::reconfigured).map(Judged::vmid).collect(toSet()));
    }

    public List<Guest> guests() {
        return all.values().stream().map(Conclusion::guest).toList();
    }

    /// Gauges of the guests, without values from before a guest's present run.
    public List<GuestGauges> gauges(Instant now, List<GuestGauges> rows) {
        return rows.stream()
                .map(row -> Optional.ofNullable(presences.get(row.vmid()))
                        .filter(presence -> presence.isOfLate(now))
                        .flatMap(Presence::started)
                        .map(started -> ofRun(row, Duration.between(started, now)))
                        .orElse(row))
                .toList();
    }

    /// What a row says of a run that began so long ago; a row that tells of another run tells nothing else of this one.
    private static GuestGauges ofRun(GuestGauges row, Duration run) {
        boolean same = row.uptimeSeconds()
                .filter(seconds -> run.minusSeconds(seconds).abs().compareTo(Presence.MAX_ROW_DELAY) <= 0)
                .isPresent();
        return same
                ? row
                : new GuestGauges(
                        row.vmid(),
                        Optional.empty(),
                        Optional.empty(),
                        row.diskUsedBytes(),
                        row.diskBytes(),
                        Optional.of(run.toSeconds()));
    }
}
