package io.github.proxmoxmcp.server.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Lines of bounded length: one that is too long is skipped to its end instead of filling the memory.
final class LineReader {

    /// Longest message that is taken, in bytes. Arguments of tools are small; the largest are SQL and configuration.
    static final int MAX_LINE_BYTES = 4 << 20;

    private final InputStream in;

    LineReader(InputStream in) {
        this.in = in;
    }

    /// @param tooLong whether it was longer than [#MAX_LINE_BYTES]; its text is empty then
    record Line(String text, boolean tooLong) {}

    /// The next line without its end; empty at the end of input. A last line without a line break counts.
    Optional<Line> next() throws IOException {
        int b = in.read();
        if (b < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (; b >= 0 && b != '\n'; b = in.read()) {
            tooLong |= line.size() == MAX_LINE_BYTES;
            if (!tooLong) {
                line.write(b);
            }
        }
        return Optional.of(new Line(tooLong ? "" : line.toString(StandardCharsets.UTF_8), tooLong));
    }
}
