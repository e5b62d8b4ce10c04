package io.github.proxmoxmcp.server.page.session;

import io.github.proxmoxmcp.server.page.PageAnswer;
import io.github.proxmoxmcp.server.page.Room;
import io.github.proxmoxmcp.server.page.Visit;
import io.github.proxmoxmcp.server.page.Visitor;

/// Where the form *Sign out* is sent.
public final class SignOutRoom implements Room {

    /// Its address.
    public static final String PATH = "/sign-out";

    private final SignIns signIns;

    public SignOutRoom(SignIns signIns) {
        this.signIns = signIns;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public String title() {
        return "Sign out";
    }

    @Override
    public boolean isListed(Visitor visitor) {
        return false;
    }

    /// Whoever looks there is not signed out by that.
    @Override
    public PageAnswer show(Visit visit) {
        return new PageAnswer.Elsewhere("/");
    }

    @Override
    public PageAnswer submit(Visit visit) {
        if (visit.form().get("everywhere").isPresent()) {
            signIns.endAll(visit.visitor().session());
        } else {
            signIns.end(visit.visitor().session());
        }
        return new PageAnswer.Elsewhere("/");
    }
}
