package io.github.proxmoxmcp.persistence;

import java.util.List;

/// The one way into the memory.
public interface Recorder {

    /// Compares with what is current, writes what differs in one transaction and returns it. The same observation
    /// again changes nothing.
    List<Change> record(Observation observation);

    /// Remembers how a cycle went, for every process on the store to tell.
    void record(SyncState state);
}
