package io.github.proxmoxmcp.server.page;

/// A room of the page: one address, or one kind of addresses. What it shows comes from the tools, called as the
/// visitor.
public interface Room {

    /// Its address, such as `/guests/{cluster}/{vmid}`.
    String path();

    /// What it is called in the navigation.
    String title();

    /// Whether the navigation has it, for this visitor.
    default boolean isListed(Visitor visitor) {
        return !path().contains("{");
    }

    /// What it shows. Looking never changes anything.
    ///
    /// @throws PageFailure when there is nothing to show, in words that say what to do
    PageAnswer show(Visit visit);

    /// Takes a form; where it came from and that this visitor was shown it was checked before.
    ///
    /// @throws PageFailure when it is not done, in words that say what to do
    default PageAnswer submit(Visit visit) {
        throw new PageFailure(405, "Nothing can be sent here: " + path() + " only shows. Go back and try again.");
    }
}
