package io.github.proxmoxmcp.server.setup;

import java.util.List;

/// A privilege that a tool needs of the token.
///
/// @param privileges one of these; the first is what Proxmox VE 9 calls it
/// @param path where, in Proxmox's tree of access-control paths
/// @param without what happens without it
/// @param alsoWrites whether it lets the token change something although the tool only reads: it is given by choice
public record Need(List<String> privileges, String path, String without, boolean alsoWrites) {

    static Need of(String privileges, String path, String without) {
        return new Need(List.of(privileges.split("\\|")), path, without, false);
    }

    /// Proxmox shows some things only to who may change them.
    Need whichAlsoWrites() {
        return new Need(privileges, path, without, true);
    }

    /// The privilege to grant on this version of Proxmox VE: the guest agent's own ones came with 9.
    String privilege(boolean before9) {
        return before9 ? privileges.getLast() : privileges.getFirst();
    }
}
