package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.time.ZoneId;
import java.util.Map;

/// [Gotify](https://gotify.net/docs/pushmsg): plain text, which it says is plain.
final class Gotify implements WebForm {

    private static final int MAX_BYTES = 16_000;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        return new WebMessage(
                "POST",
                WebForm.below(target, "message"),
                Map.of("X-Gotify-Key", WebForm.secret(target)),
                WebForm.json(
                        "title", message.title(),
                        "message", Wording.plain(zone).lines(message, "\n", MAX_BYTES),
                        "priority",
                                switch (message.severity()) {
                                    case CRITICAL -> 8;
                                    case WARNING -> 5;
                                    case INFO -> 2;
                                },
                        "extras", Map.of("client::display", Map.of("contentType", "text/plain"))));
    }
}
