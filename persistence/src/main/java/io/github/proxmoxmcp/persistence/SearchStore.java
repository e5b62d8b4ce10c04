package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Thing;
import java.util.List;

/// Finds things by whatever is known of them now.
public interface SearchStore {

    /// Where a text occurs, capitals or not: names, vmids, tags, notes, disks, network cards, addresses, snapshots.
    List<Hit> search(String cluster, String text, int limit);

    /// What could not be searched because it was never read.
    ///
    /// @param withAddresses whether those are to be looked through too
    Unread unread(String cluster, boolean withAddresses);

    /// A fact in which the text occurs.
    ///
    /// @param kind `GUEST`, `NODE`, `STORAGE` or `POOL`
    /// @param id as in [Thing]; of a storage its name alone
    /// @param field `name`, `vmid`, `tags`, `ip`, `mac`, `hostname`, `snapshot`, `comment`, or `config.KEY`
    record Hit(Kind kind, String id, String field, String value) {}

    /// @param addresses vmids of running guests that never told their addresses
    /// @param configurations vmids of guests whose configuration was never read
    record Unread(List<Integer> addresses, List<Integer> configurations) {}
}
