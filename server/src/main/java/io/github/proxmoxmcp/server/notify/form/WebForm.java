package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// How a message is written for one sort of receiver over HTTP.
public interface WebForm {

    /// @param zone what times are shown in
    WebMessage write(Message message, Target target, ZoneId zone);

    /// The one of a target.
    static WebForm of(Target target) {
        return switch (target.form()) {
            case JSON -> new SignedJson();
            case NTFY -> new Ntfy();
            case GOTIFY -> new Gotify();
            case SLACK -> new Slack();
            case DISCORD -> new Discord();
            case TEAMS -> new Teams();
            case TELEGRAM -> new Telegram();
            case MATRIX -> new Matrix();
            case MAIL -> throw new IllegalArgumentException("mail does not go over HTTP");
        };
    }

    /// The target's token.
    static String secret(Target target) {
        return target.secret().map(Secret::reveal).orElse("");
    }

    /// An address below that of the target.
    static URI below(Target target, String path) {
        return URI.create(target.url().toString().replaceFirst("/*$", "/") + path);
    }

    /// As one segment of a path.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// JSON of names and values in turn.
    static String json(Object... pairs) {
        return JsonMapper.shared().writeValueAsString(map(pairs));
    }

    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /// With what cannot be an order in HTML.
    static String html(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /// The first of a list that must not be longer.
    static <T> List<T> first(List<T> all, int most) {
        return all.subList(0, Math.min(most, all.size()));
    }
}
