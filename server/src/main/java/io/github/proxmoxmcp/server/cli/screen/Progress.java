package io.github.proxmoxmcp.server.cli.screen;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// A bar on the terminal that goes away when all is done; nothing at all elsewhere.
public final class Progress implements AutoCloseable {

    private static final int WIDTH = 24;
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final Optional<PrintWriter> terminal;
    private final int steps;
    private int done;

    private Progress(Optional<PrintWriter> terminal, int steps) {
        this.terminal = terminal;
        this.steps = steps;
    }

    public static Progress on(PrintWriter err, int steps) {
        boolean watched = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return new Progress(watched ? Optional.of(err) : Optional.empty(), steps);
    }

    /// Begins the next step.
    public void step(String what) {
        int filled = WIDTH * done++ / steps;
        print(BACK_AND_CLEAR + "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + what + " …");
    }

    @Override
    public void close() {
        print(BACK_AND_CLEAR);
    }

    private void print(String text) {
        terminal.ifPresent(out -> {
            out.print(text);
            out.flush();
        });
    }
}
