package io.github.proxmoxmcp.server.cli.screen;

import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Listing;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.TextForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/// An answer for a person at a terminal: a list is a table that fits, all else is what a model reads.
public final class ScreenForm {

    private ScreenForm() {}

    public static String of(Answer<?> answer, int width, Ansi ansi) {
        if (!(answer.body() instanceof Listing listing) || listing.rows().isEmpty()) {
            return TextForm.of(answer);
        }
        Map<String, Object> form = StructuredForm.of(answer);
        List<String> lines = new ArrayList<>();
        if (form.containsKey("as_of")) {
            lines.add("as of " + form.get("as_of"));
        }
        answer.incomplete()
                .forEach(missing -> lines.add(styled(ansi, "yellow", "INCOMPLETE: " + Printable.line(missing))));
        listing.note().map(Printable::line).ifPresent(lines::add);
        List<String> table = new Grid(listing.columns(), listing.rows()).lines(width);
        lines.add(styled(ansi, "bold", table.getFirst()));
        lines.addAll(table.subList(1, table.size()));
        lines.add(listing.rows().size() + " of " + listing.total());
        listing.nextCursor().ifPresent(cursor -> lines.add("more with cursor=" + cursor));
        return String.join("\n", lines);
    }

    /// Around the text and never through picocli's markup, which other people's text could hold.
    public static String styled(Ansi ansi, String style, String text) {
        if (!ansi.enabled()) {
            return text;
        }
        return Ansi.Style.on(Ansi.Style.valueOf(style)) + text + Ansi.Style.off(Ansi.Style.reset);
    }
}
