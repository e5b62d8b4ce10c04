package io.github.proxmoxmcp.persistence;

import java.util.List;

/// The one way into the memory.
public interface Recorder {

    /// Compares with what is current, writes what differs in one transaction and returns it. The same observation again
    /// changes nothing.
    default List<Change> record(Observation observation) {
        return record(List.of(observation));
    }

    /// Records several observations of one cluster in order, in one transaction: all or none of them.
    List<Change> record(List<Observation> observations);

    /// Remembers how a cycle went, for every process on the store to tell.
    void record(SyncState state);
}
