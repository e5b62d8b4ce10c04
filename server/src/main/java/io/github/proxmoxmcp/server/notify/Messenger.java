package io.github.proxmoxmcp.server.notify;

import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.notify.form.MailSender;
import io.github.proxmoxmcp.server.notify.form.WebForm;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.Message.News;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.outbound.Authorities;
import io.github.proxmoxmcp.server.outbound.NotSentException;
import io.github.proxmoxmcp.server.outbound.WebSender;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import io.github.proxmoxmcp.server.tool.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/// Sends one message to one target, and says how that went.
///
/// @param zone what times are shown in
/// @param patience how long an answer is waited for
public record Messenger(ZoneId zone, Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MAX_ANSWER_CHARACTERS = 200;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    /// Waits for some seconds.
    public static Messenger in(ZoneId zone) {
        return new Messenger(zone, PATIENCE);
    }

    /// Whether the target has it.
    public enum Arrival {
        TAKEN,
        NOT_TAKEN,
        /// Nobody answered, or somebody before it did.
        UNKNOWN
    }

    /// How it went.
    ///
    /// @param text what the target answered, or why it did not; no secret stands in it
    /// @param retryAfter how long it wants to be left alone
    public record Outcome(Arrival arrival, String text, Optional<Duration> retryAfter) {

        /// Whether the target has it for sure.
        public boolean taken() {
            return arrival == Arrival.TAKEN;
        }
    }

    /// Waits for the answer, no longer than it has patience.
    ///
    /// @throws InterruptedException when this process ends meanwhile: nobody knows whether it was taken
    public Outcome send(Message message, Target target) throws InterruptedException {
        try {
            Outcome outcome = target.form() == Form.MAIL ? mail(message, target) : web(message, target);
            return new Outcome(outcome.arrival(), safe(outcome.text(), target), outcome.retryAfter());
        } catch (NotSentException | ConfigurationException | IllegalArgumentException e) {
            return failed(Arrival.NOT_TAKEN, e, target);
        } catch (IOException e) {
            return failed(Arrival.UNKNOWN, e, target);
        }
    }

    private static Outcome failed(Arrival arrival, Exception failure, Target target) {
        return new Outcome(arrival, safe(String.valueOf(failure.getMessage()), target), Optional.empty());
    }

    /// One that says only that it arrived.
    public static Message test(Instant now) {
        NoticeBody body = NoticeBody.of(
                Topic.PROBLEMS,
                Severity.INFO,
                "test",
                "somebody tries whether this arrives; nothing happened",
                Optional.of(now),
                "");
        return new Message(
                "test-" + now.toEpochMilli(),
                now,
                "proxmox-mcp: a test",
                Severity.INFO,
                List.of(new Line(News.TEST, "", "test", now, body, Optional.empty())));
    }

    private Outcome mail(Message message, Target target) throws IOException, InterruptedException {
        MailSender.send(message, target, zone, patience);
        return new Outcome(Arrival.TAKEN, "took the mail", Optional.empty());
    }

    private Outcome web(Message message, Target target) throws IOException, InterruptedException {
        WebSender.Answer answer = new WebSender(Authorities.with(target.caFile()))
                .send(WebForm.of(target).write(message, target, zone), patience);
        Arrival arrival = arrival(answer.status());
        String body = Printable.line(answer.body(), MAX_ANSWER_CHARACTERS);
        return new Outcome(
                arrival,
                "answered " + answer.status() + (arrival == Arrival.TAKEN || body.isEmpty() ? "" : ": " + body),
                answer.retryAfter());
    }

    private static Arrival arrival(int status) {
        if (status / 100 == 2) {
            return Arrival.TAKEN;
        }
        return status == BAD_GATEWAY || status == GATEWAY_TIMEOUT ? Arrival.UNKNOWN : Arrival.NOT_TAKEN;
    }

    /// The address may be a secret as a whole, and the token stands in Telegram's.
    private static String safe(String text, Target target) {
        String struck = text.replace(target.url().toString(), "(its address)");
        return Printable.line(
                target.secret().map(secret -> secret.strikeOut(struck)).orElse(struck));
    }
}
