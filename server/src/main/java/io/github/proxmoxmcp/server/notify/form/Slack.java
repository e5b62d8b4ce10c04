package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// [Slack](https://docs.slack.dev/reference/block-kit/blocks/rich-text-block): all that others wrote stands in text
/// elements of rich text, which nothing is read from: no mention, no link, no mark. Only our title stands in `text`,
/// where `<!channel>` would call everybody.
final class Slack implements WebForm {

    private static final int MAX_LINES = 20;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        List<Object> elements = new ArrayList<>();
        for (Line line : WebForm.first(message.lines(), MAX_LINES)) {
            elements.add(section(
                    WebForm.map("type", "text", "text", Wording.head(line), "style", Map.of("bold", true)),
                    WebForm.map(
                            "type", "text", "text", " " + Wording.plain(zone).rest(line))));
        }
        if (message.lines().size() > MAX_LINES) {
            elements.add(section(WebForm.map(
                    "type", "text", "text", "and " + (message.lines().size() - MAX_LINES) + " more")));
        }
        return WebMessage.post(
                target.url(),
                WebForm.json(
                        "text",
                        escaped(message.title()),
                        "blocks",
                        List.of(WebForm.map("type", "rich_text", "elements", elements)),
                        "unfurl_links",
                        false,
                        "unfurl_media",
                        false));
    }

    private static Map<String, Object> section(Object... elements) {
        return WebForm.map("type", "rich_text_section", "elements", List.of(elements));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
