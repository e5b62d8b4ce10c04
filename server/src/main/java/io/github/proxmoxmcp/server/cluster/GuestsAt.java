package io.github.proxmoxmcp.server.cluster;

import io.github.proxmoxmcp.persistence.ConfigView;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.GuestState;
import io.github.proxmoxmcp.persistence.GuestStore;
import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What the memory has of the guests of one cluster at one moment: [GuestStore], bound.
public record GuestsAt(GuestStore store, String cluster, Moment moment) {

    /// By vmid, templates included and without gauges.
    public SortedMap<Integer, GuestState> all() {
        return store.all(cluster, moment);
    }

    public <T> Map<Integer, T> configs(ConfigView<T> view) {
        return store.configs(cluster, moment, view);
    }

    public List<GuestStore.SnapshotOf> snapshotsMadeBefore(Instant made, int limit) {
        return store.snapshotsMadeBefore(cluster, made, moment, limit);
    }

    public Optional<GuestState> get(int vmid) {
        return store.get(cluster, vmid, moment);
    }

    public List<GuestStore.Incarnation> incarnations(int vmid) {
        return store.incarnations(cluster, vmid);
    }

    public List<GuestState> named(String name) {
        return store.named(cluster, name, moment);
    }

    public List<Integer> everNamed(String name) {
        return store.everNamed(cluster, name);
    }

    public List<String> namesLike(String name, int limit) {
        return store.namesLike(cluster, name, limit);
    }

    public Optional<SortedMap<String, String>> config(int vmid) {
        return store.config(cluster, vmid, moment);
    }

    public Optional<GuestStore.ConfigReading> configReading(int vmid) {
        return store.configReading(cluster, vmid);
    }

    public Optional<List<GuestSnapshot>> snapshots(int vmid) {
        return store.snapshots(cluster, vmid, moment);
    }

    public Optional<String> haRequested(int vmid) {
        return store.haRequested(cluster, vmid, moment);
    }
}
