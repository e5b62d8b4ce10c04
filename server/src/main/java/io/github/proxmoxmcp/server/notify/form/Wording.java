package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.tool.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// The words of a message: one line for each thing, however its form marks them.
///
/// @param strong how words of ours are made strong
/// @param text how text is written in which others' stands, so that none of it is an order to the receiver
public record Wording(ZoneId zone, UnaryOperator<String> strong, UnaryOperator<String> text) {

    private static final int MAX_SUBJECT_CHARACTERS = 160;
    private static final int MAX_EVIDENCE_CHARACTERS = 320;
    private static final int MAX_NEXT_CHARACTERS = 200;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    static Wording plain(ZoneId zone) {
        return new Wording(zone, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /// As many lines as have room, and how many have not.
    ///
    /// @param separator between two lines
    /// @param maxBytes of all of it in UTF-8
    String lines(Message message, String separator, int maxBytes) {
        StringBuilder all = new StringBuilder();
        int left = message.lines().size();
        for (Line line : message.lines()) {
            String next = (all.isEmpty() ? "" : separator) + strong.apply(head(line)) + " " + text.apply(rest(line));
            if (size(all.toString()) + size(next) + size(separator) + 40 > maxBytes) {
                break;
            }
            all.append(next);
            left--;
        }
        return all + (left == 0 ? "" : separator + "and " + left + " more");
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Words of ours.
    static String head(Line line) {
        return switch (line.news()) {
            case RESOLVED -> "RESOLVED";
            case BETTER -> "BETTER, now " + line.body().severity().name();
            case WORSE -> line.body().severity().name() + ", worse";
            case MORE -> line.body().severity().name() + ", more guests";
            case TEST -> "TEST";
            case NEW -> line.body().severity().name();
        };
    }

    /// All else, in one line.
    String rest(Line line) {
        NoticeBody body = line.body();
        boolean over = line.news() == Message.News.RESOLVED;
        return (line.cluster().isEmpty() ? "" : line.cluster() + ": ")
                + body.area()
                        .map(area -> area.name().toLowerCase(Locale.ROOT) + " ")
                        .orElse("")
                + Printable.line(body.subject(), MAX_SUBJECT_CHARACTERS)
                + (over ? " (was: " : ": ")
                + Printable.line(body.evidence(), MAX_EVIDENCE_CHARACTERS)
                + (over ? ")" : "")
                + body.since().map(since -> ", since " + time(since)).orElse("")
                + (over || body.next().isEmpty() ? "" : ". " + Printable.line(body.next(), MAX_NEXT_CHARACTERS))
                + line.link().map(link -> " " + link).orElse("");
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }
}
