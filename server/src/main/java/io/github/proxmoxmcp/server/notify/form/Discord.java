package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/// [Discord](https://docs.discord.com/developers/resources/webhook#execute-webhook): Markdown in which whatever could
/// be a mark is escaped, and nobody is mentioned, whatever stands there.
final class Discord implements WebForm {

    private static final int MAX_BYTES = 1_900;
    private static final int WITHOUT_PREVIEWS = 4;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        Wording wording = new Wording(zone, words -> "**" + words + "**", Discord::escaped);
        return WebMessage.post(
                target.url(),
                WebForm.json(
                        "content",
                        "**" + escaped(message.title()) + "**\n" + wording.lines(message, "\n", MAX_BYTES - 200),
                        "allowed_mentions",
                        Map.of("parse", List.of()),
                        "flags",
                        WITHOUT_PREVIEWS));
    }

    private static String escaped(String text) {
        return text.replaceAll("[\\\\*_~`|>#\\[\\]()<@:-]", "\\\\$0");
    }
}
