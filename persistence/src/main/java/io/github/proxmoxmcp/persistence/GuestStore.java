package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Guests, now and at any moment before.
public interface GuestStore {

    Page<GuestState> list(GuestQuery query);

    /// All guests, by vmid, templates included and without gauges.
    SortedMap<Integer, GuestState> all(String cluster, Moment moment);

    /// The latest gauges of guests, by vmid.
    Map<Integer, GuestGauges> gauges(String cluster);

    Optional<GuestState> get(String cluster, int vmid, Moment moment);

    /// All guests of exactly this name; where there is none, those whose name differs only in capitals.
    List<GuestState> named(String cluster, String name, Moment moment);

    /// The guests that ever had this vmid, the oldest first.
    List<Incarnation> incarnations(String cluster, int vmid);

    /// One of the guests that had a vmid one after the other.
    ///
    /// @param to when it was seen to be gone; absent: it is there
    record Incarnation(int number, Instant from, Optional<Instant> to) {}

    /// The vmids of all guests that ever had this name, ascending.
    List<Integer> everNamed(String cluster, String name);

    /// Names close to one that was not found, nearest first, for an error that helps.
    List<String> namesLike(String cluster, String name, int limit);

    /// Its configuration; absent when it was never read before the moment.
    Optional<SortedMap<String, String>> config(String cluster, int vmid, Moment moment);

    /// What a view is of each guest's configuration; guests whose configuration was never read before the moment are
    /// not in it.
    <T> Map<Integer, T> configs(String cluster, Moment moment, ConfigView<T> view);

    /// When the configuration of the guest that is there now was read last; absent: never.
    Optional<ConfigReading> configReading(String cluster, int vmid);

    /// The same of all guests, by vmid.
    Map<Integer, ConfigReading> configReadings(String cluster);

    /// @param digest what Proxmox calls this configuration, which tells also what is in force of it
    record ConfigReading(Instant at, String digest) {}

    /// Its snapshots, oldest first; absent when they were never read before the moment.
    Optional<List<GuestSnapshot>> snapshots(String cluster, int vmid, Moment moment);

    /// Snapshots that were made before another moment, the oldest first.
    List<SnapshotOf> snapshotsMadeBefore(String cluster, Instant made, Moment moment, int limit);

    /// A snapshot and its guest.
    record SnapshotOf(int vmid, Optional<String> name, GuestSnapshot snapshot) {}

    /// What the HA manager is asked to do with it: `started`, `stopped`, …; absent when it is not asked, or that was
    /// not read.
    Optional<String> haRequested(String cluster, int vmid, Moment moment);

    /// The guests whose details (configuration, snapshots) were not read after their last hint of a change, or were
    /// never read, or longest ago; at most `limit`, most urgent first.
    ///
    /// @param containersReadBefore of containers, whose changes leave less traces
    List<DetailDue> detailsDue(String cluster, Instant readBefore, Instant containersReadBefore, int limit);

    /// All guests that are there now, in no order.
    List<Guest> present(String cluster);

    /// The guests that are marked `unknown since` now, for the sync to find out whether they are gone.
    List<GuestState> unknown(String cluster);

    /// A guest whose details should be read, and the digest of the configuration that is known.
    record DetailDue(int vmid, GuestKind kind, String node, Optional<String> digest) {}
}
