package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// [Microsoft Teams](https://adaptivecards.io/explorer/RichTextBlock.html), a workflow that takes an Adaptive Card: all
/// that others wrote stands in text runs, in which Markdown means nothing. Mentions would need an `entities` list.
final class Teams implements WebForm {

    private static final int MAX_LINES = 10;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        List<Object> body = new ArrayList<>();
        body.add(block(run(message.title(), true)));
        for (Line line : WebForm.first(message.lines(), MAX_LINES)) {
            body.add(block(
                    run(Wording.head(line), true), run(" " + Wording.plain(zone).rest(line), false)));
        }
        if (message.lines().size() > MAX_LINES) {
            body.add(block(run("and " + (message.lines().size() - MAX_LINES) + " more", false)));
        }
        Map<String, Object> card = WebForm.map(
                "$schema", "http://adaptivecards.io/schemas/adaptive-card.json",
                "type", "AdaptiveCard",
                "version", "1.4",
                "body", body);
        return WebMessage.post(
                target.url(),
                WebForm.json(
                        "type",
                        "message",
                        "attachments",
                        List.of(WebForm.map(
                                "contentType", "application/vnd.microsoft.card.adaptive", "content", card))));
    }

    private static Map<String, Object> block(Object... runs) {
        return WebForm.map("type", "RichTextBlock", "inlines", List.of(runs));
    }

    private static Map<String, Object> run(String text, boolean strong) {
        return WebForm.map("type", "TextRun", "text", text, "weight", strong ? "Bolder" : "Default");
    }
}
