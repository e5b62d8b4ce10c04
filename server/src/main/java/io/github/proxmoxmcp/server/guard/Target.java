package io.github.proxmoxmcp.server.guard;

import java.util.List;
import java.util.Optional;

/// Something that a write touches, for the scope.
///
/// @param id vmid, or name of the node, storage or pool
/// @param node where a new guest is to be
/// @param pools that a new guest is put into
/// @param tags that a new guest gets
public record Target(Kind kind, String id, Optional<String> node, List<String> pools, List<String> tags) {

    /// What it is.
    public enum Kind {
        /// A guest that exists.
        GUEST,
        /// A vmid that a guest is to be made with.
        NEW_GUEST,
        /// A node that something is put on or taken from.
        PLACE,
        /// A node itself.
        NODE,
        STORAGE,
        POOL,
        /// Something that may be another guest's, or of all of them: a volume whose owner its name does not tell.
        SHARED,
        /// A file that a node fetches; its id is the address.
        DOWNLOAD,
        /// Nobody can tell what it touches, or it is everything.
        UNTOLD
    }

    public static Target guest(int vmid) {
        return of(Kind.GUEST, String.valueOf(vmid));
    }

    public static Target newGuest(int vmid, String node, List<String> pools, List<String> tags) {
        return new Target(Kind.NEW_GUEST, String.valueOf(vmid), Optional.of(node), pools, tags);
    }

    static Target of(Kind kind, String id) {
        return new Target(kind, id, Optional.empty(), List.of(), List.of());
    }

    Target tagged(List<String> names) {
        return new Target(kind, id, node, pools, names);
    }

    boolean isGuest() {
        return kind == Kind.GUEST || kind == Kind.NEW_GUEST;
    }
}
