package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Printable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Everything for programs, signed as [Standard Webhooks](https://www.standardwebhooks.com) has it: HMAC-SHA256 over
/// id, time and body, so that what is changed, or sent again later by somebody else, is seen.
final class SignedJson implements WebForm {

    private static final String PREFIX = "whsec_";

    @Override
    public WebMessage write(Message message, Target target, ZoneId zone) {
        String body = WebForm.json(
                "id", message.id(),
                "at", message.at().toString(),
                "title", message.title(),
                "severity", Names.snake(message.severity().name()),
                "notices", message.lines().stream().map(SignedJson::notice).toList());
        String time = Long.toString(message.at().getEpochSecond());
        return new WebMessage(
                "POST",
                target.url(),
                Map.of(
                        "webhook-id",
                        message.id(),
                        "webhook-timestamp",
                        time,
                        "webhook-signature",
                        "v1," + signature(WebForm.secret(target), message.id() + "." + time + "." + body)),
                body);
    }

    private static Map<String, Object> notice(Line line) {
        NoticeBody body = line.body();
        Map<String, Object> notice = WebForm.map(
                "key", line.key(),
                "news", Names.snake(line.news().name()),
                "topic", Names.snake(body.topic().name()),
                "cluster", line.cluster(),
                "severity", Names.snake(body.severity().name()),
                "subject", Printable.line(body.subject()),
                "evidence", Printable.line(body.evidence()),
                "next", Printable.line(body.next()),
                "guests", body.guests(),
                "nodes", body.nodes());
        body.area().ifPresent(area -> notice.put("area", Names.snake(area.name())));
        body.since().map(Instant::toString).ifPresent(since -> notice.put("since", since));
        line.link().ifPresent(link -> notice.put("link", link.toString()));
        return notice;
    }

    /// @param secret base64 after `whsec_`, or any text
    static String signature(String secret, String signed) {
        byte[] key = secret.startsWith(PREFIX)
                ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                : secret.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
