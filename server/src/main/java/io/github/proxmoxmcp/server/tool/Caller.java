package io.github.proxmoxmcp.server.tool;

import java.util.Optional;

/// Who calls a tool, how to tell them how far it is, and how to ask the human behind them.
///
/// @param client name of the MCP client or `command line`
/// @param principal who it acts for, as people call them: the owner of a bearer token, or `local`
/// @param id never another's, not even one of the same name
/// @param access what this caller may do at the most; the server's own level is a further bound
/// @param scope what this caller may write to at the most; the configured scope is a further bound
/// @param progress where what takes long reports to
/// @param human the human at the client, if the client lets us ask
public record Caller(
        String client, String principal, String id, Access access, Scope scope, Progress progress, Human human) {

    private static final int MAX_CLIENT_CHARACTERS = 200;

    public Caller {
        // What it calls itself; it is written into plans and the audit.
        client = UntrustedText.line(client, MAX_CLIENT_CHARACTERS);
        Progress listener = progress;
        // A task's log among it, which others write.
        progress = (done, total, message) -> listener.report(done, total, UntrustedText.line(message));
    }

    /// Somebody on this machine, over standard input and output or on the command line.
    public static final String LOCAL = "local";

    /// A local caller whose human cannot be asked.
    public Caller(String client, Progress progress) {
        this(client, LOCAL, LOCAL, Access.ADMIN, Scope.NONE, progress, (_, _) -> Human.Reply.UNSUPPORTED);
    }

    /// Whose plans these are: the name for people, and what no other has.
    public String owner() {
        return id.equals(principal) ? principal : principal + " #" + id;
    }

    /// Takes reports of progress; does nothing where nobody listens.
    @FunctionalInterface
    public interface Progress {

        /// @param done how far it is; grows with each report
        /// @param total when it is finished; absent: not known
        void report(double done, Optional<Double> total, String message);
    }

    /// The human at the client, past the model.
    @FunctionalInterface
    public interface Human {

        /// Asks for a yes or a no to a plan, and waits for it.
        Reply confirm(String plan, String question);

        /// The human's reply; only YES approves.
        enum Reply {
            YES,
            NO,
            /// The client says that it was declined: by the human, or by itself because it asks nobody.
            DECLINED,
            /// The question was closed, not answered in time, or answered with something else.
            NONE,
            /// The client cannot ask.
            UNSUPPORTED
        }
    }
}
