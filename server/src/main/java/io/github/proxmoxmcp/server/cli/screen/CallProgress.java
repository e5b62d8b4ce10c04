package io.github.proxmoxmcp.server.cli.screen;

import io.github.proxmoxmcp.server.tool.Printable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/// How long a call has taken and what it reported last: on a terminal one line that is written anew and goes away,
/// elsewhere a line for each report.
public final class CallProgress implements AutoCloseable {

    private static final Duration EACH = Duration.ofSeconds(1);
    private static final String BACK_AND_CLEAR = "\r\u001b[K";

    private final PrintWriter err;
    private final String tool;
    private final Optional<Integer> width;
    private final long begun = System.nanoTime();
    private final Thread ticking;
    private String last = "";
    private boolean shown;
    private boolean over;

    /// @param width of the terminal, if there is one
    public CallProgress(PrintWriter err, String tool, Optional<Integer> width) {
        this.err = err;
        this.tool = tool;
        this.width = width;
        this.ticking = Thread.ofVirtual().unstarted(this::tick);
        if (width.isPresent()) {
            ticking.start();
        }
    }

    public synchronized void report(String message) {
        last = Printable.line(message);
        if (width.isEmpty()) {
            err.println(last);
        }
        show();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(EACH);
                show();
            }
        } catch (InterruptedException _) {
            // The call is over.
        }
    }

    private synchronized void show() {
        if (width.isPresent() && !over) {
            long seconds = (System.nanoTime() - begun) / 1_000_000_000;
            String line = tool + " … " + seconds + " s  " + last;
            err.print(BACK_AND_CLEAR + line.substring(0, Math.min(line.length(), width.get() - 1)));
            err.flush();
            shown = true;
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        ticking.interrupt();
        if (shown) {
            err.print(BACK_AND_CLEAR);
            err.flush();
        }
    }
}
