package io.github.proxmoxmcp.persistence.inventory;

import java.util.List;

/// A list that was read from the cluster as a whole.
///
/// What was there before and is in the list no more is gone if the list is `proof`, and else marked `unknown since`: a
/// token without the privilege gets a shorter list and no error.
///
/// @param type a record that is a [History]
/// @param scope what the list is of, in the words of the leading columns: a node, a storage and its node; nothing for
///     the whole cluster
public record Listing<T extends Record>(Class<T> type, List<String> scope, List<T> all, boolean proof) {

    public Listing {
        scope = List.copyOf(scope);
        all = List.copyOf(all);
    }

    /// A list of the whole cluster.
    public static <T extends Record> Listing<T> of(Class<T> type, List<T> all, boolean proof) {
        return new Listing<>(type, List.of(), all, proof);
    }

    /// A list of one node.
    public static <T extends Record> Listing<T> ofNode(Class<T> type, String node, List<T> all, boolean proof) {
        return new Listing<>(type, List.of(node), all, proof);
    }
}
