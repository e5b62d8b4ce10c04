package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.Map;

/// [Telegram](https://core.telegram.org/bots/api#html-style): HTML in which all that others wrote stands in `code`:
/// there no `@name`, `/command` or address becomes a mention or a link.
final class Telegram implements WebForm {

    private static final int MAX_BYTES = 4_000;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        Wording wording = new Wording(
                zone, words -> "<b>" + WebForm.html(words) + "</b>", text -> "<code>" + WebForm.html(text) + "</code>");
        String title = "<b>" + WebForm.html(message.title()) + "</b>\n";
        return WebMessage.post(
                WebForm.below(target, "bot" + WebForm.secret(target) + "/sendMessage"),
                WebForm.json(
                        "chat_id",
                        target.to().getFirst(),
                        "text",
                        title + wording.lines(message, "\n", MAX_BYTES - title.length()),
                        "parse_mode",
                        "HTML",
                        "link_preview_options",
                        Map.of("is_disabled", true)));
    }
}
