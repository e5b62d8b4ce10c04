package io.github.proxmoxmcp.server.page;

import java.util.List;
import java.util.Optional;

/// What stands around every room.
///
/// @param here the room's own address with its query, which it is read again by
/// @param form what a form of this visitor carries
public record Frame(String title, String here, List<Link> rooms, Reader reader, Age age, String form, Assets assets) {

    /// A room in the navigation.
    public record Link(String path, String title, boolean current) {}

    /// Who reads, and what they may do.
    ///
    /// @param name empty: nobody who is known
    /// @param signedIn whether they can sign out
    public record Reader(String name, String access, boolean signedIn) {}

    /// How old the oldest of what is shown is, and what is missing in it.
    ///
    /// @param text absent: nothing of it comes from a cluster's memory
    public record Age(Optional<String> text, Optional<String> asOf, List<String> incomplete) {}
}
