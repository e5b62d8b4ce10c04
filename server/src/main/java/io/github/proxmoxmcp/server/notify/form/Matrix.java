package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.Map;

/// [Matrix](https://spec.matrix.org/latest/client-server-api/#mroommessage): text and HTML, and an empty list of
/// mentions, so that no `@room` calls anybody. The message's id is the transaction's: sent again, it is the same event.
final class Matrix implements WebForm {

    private static final int MAX_BYTES = 16_000;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        Wording html = new Wording(zone, words -> "<strong>" + WebForm.html(words) + "</strong>", WebForm::html);
        return new WebMessage(
                "PUT",
                WebForm.below(
                        target,
                        "_matrix/client/v3/rooms/" + WebForm.segment(target.to().getFirst()) + "/send/m.room.message/"
                                + message.id()),
                Map.of("Authorization", "Bearer " + WebForm.secret(target)),
                WebForm.json(
                        "msgtype",
                        "m.text",
                        "body",
                        message.title() + "\n" + Wording.plain(zone).lines(message, "\n", MAX_BYTES),
                        "format",
                        "org.matrix.custom.html",
                        "formatted_body",
                        "<strong>" + WebForm.html(message.title()) + "</strong><br>"
                                + html.lines(message, "<br>", MAX_BYTES),
                        "m.mentions",
                        Map.of()));
    }
}
