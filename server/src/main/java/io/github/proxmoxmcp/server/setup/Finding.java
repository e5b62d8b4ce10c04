package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.tool.Printable;
import java.util.List;

/// What an examination found in one place.
///
/// @param area configuration, endpoint, certificate, token, privileges, quorum, clock, store, sync, notify or client
/// @param subject which of them: a file, an endpoint, a tool
/// @param advice what to do, each a line; commands stand on lines of their own
public record Finding(String area, String subject, State state, String text, List<String> advice) {

    public Finding {
        text = Printable.line(text);
        subject = Printable.line(subject);
        advice = advice.stream().map(Printable::line).toList();
    }

    /// How it is.
    public enum State {
        /// Nothing is wrong.
        OK,
        /// Good to know.
        NOTE,
        /// Something works less well than it could.
        WARNING,
        /// Something does not work.
        PROBLEM
    }

    static Finding ok(String area, String subject, String text) {
        return new Finding(area, subject, State.OK, text, List.of());
    }

    static Finding note(String area, String subject, String text, String... advice) {
        return new Finding(area, subject, State.NOTE, text, List.of(advice));
    }

    static Finding warning(String area, String subject, String text, String... advice) {
        return new Finding(area, subject, State.WARNING, text, List.of(advice));
    }

    static Finding problem(String area, String subject, String text, String... advice) {
        return new Finding(area, subject, State.PROBLEM, text, List.of(advice));
    }
}
