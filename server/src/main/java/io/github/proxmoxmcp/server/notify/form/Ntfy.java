package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// [ntfy](https://docs.ntfy.sh/publish/#publish-as-json): plain text, published as JSON at the server's root, because
/// in headers a title would have to be encoded.
final class Ntfy implements WebForm {

    /// A longer message becomes an attachment there.
    private static final int MAX_BYTES = 3_900;

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        String address = target.url().toString().replaceFirst("/+$", "");
        int topic = address.lastIndexOf('/');
        Map<String, Object> body = WebForm.map(
                "topic", address.substring(topic + 1),
                "title", message.title(),
                "message", Wording.plain(zone).lines(message, "\n", MAX_BYTES),
                "priority", priority(message));
        message.lines().stream()
                .flatMap(line -> line.link().stream())
                .findFirst()
                .ifPresent(link -> body.put("click", link.toString()));
        return new WebMessage(
                "POST",
                URI.create(address.substring(0, topic + 1)),
                target.secret().isPresent() ? Map.of("Authorization", "Bearer " + WebForm.secret(target)) : Map.of(),
                JsonMapper.shared().writeValueAsString(body));
    }

    private static int priority(Message message) {
        return switch (message.severity()) {
            case CRITICAL -> 5;
            case WARNING -> 4;
            case INFO -> 3;
        };
    }
}
