package io.github.proxmoxmcp.persistence.acting;

import java.util.List;

/// Which problems somebody knows of.
public interface AcknowledgementStore {

    /// Keeps it, in place of an earlier one of the same problem.
    void put(Acknowledgement acknowledgement);

    /// Takes it back; whether there was one.
    boolean remove(String cluster, String area, String problem);

    /// All of a cluster, also those whose time is over.
    List<Acknowledgement> of(String cluster);
}
