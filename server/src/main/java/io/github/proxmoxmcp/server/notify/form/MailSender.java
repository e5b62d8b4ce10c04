package io.github.proxmoxmcp.server.notify.form;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.outbound.Authorities;
import io.github.proxmoxmcp.server.outbound.Deadline;
import io.github.proxmoxmcp.server.outbound.NotSentException;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Date;
import java.util.Properties;

/// Sends messages as plain text by SMTP with TLS; without TLS to this machine only.
public final class MailSender {

    private static final int MAX_BYTES = 64_000;
    private static final int TLS_PORT = 465;
    private static final int STARTTLS_PORT = 587;

    private MailSender() {}

    /// Returns when the server took it.
    ///
    /// @throws NotSentException when the server refused it or was not reached, also as its certificate is not good
    ///     for its name
    /// @throws IOException when no answer came in time: it may have taken it
    public static void send(Message message, Target target, ZoneId zone, Duration patience)
            throws IOException, InterruptedException {
        Deadline.within(patience, () -> {
            try {
                deliver(message, target, zone, patience);
                return true;
            } catch (MessagingException e) {
                throw answered(e) ? new NotSentException(reason(e), e) : new IOException(reason(e), e);
            }
        });
    }

    private static void deliver(Message message, Target target, ZoneId zone, Duration patience)
            throws MessagingException, NotSentException {
        Session session = Session.getInstance(properties(target, patience));
        MimeMessage mail = mail(session, message, target, zone);
        String protocol = target.url().getScheme();
        try (Transport transport = session.getTransport(protocol)) {
            connect(transport, target);
            transport.sendMessage(mail, mail.getAllRecipients());
        }
    }

    private static void connect(Transport transport, Target target) throws NotSentException {
        try {
            transport.connect(
                    target.url().getHost(),
                    port(target),
                    target.user().orElse(null),
                    target.secret().map(Secret::reveal).orElse(null));
        } catch (MessagingException e) {
            throw new NotSentException(reason(e), e);
        }
    }

    private static int port(Target target) {
        if (target.url().getPort() >= 0) {
            return target.url().getPort();
        }
        return target.url().getScheme().equals("smtps") ? TLS_PORT : STARTTLS_PORT;
    }

    private static Properties properties(Target target, Duration patience) {
        String prefix = "mail." + target.url().getScheme() + ".";
        String millis = Long.toString(patience.toMillis());
        Properties properties = new Properties();
        properties.put(prefix + "ssl.socketFactory", Authorities.with(target.caFile()));
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "connectiontimeout", Long.toString(patience.toMillis() / 2));
        properties.put(prefix + "timeout", millis);
        properties.put(prefix + "writetimeout", millis);
        properties.put(prefix + "auth", Boolean.toString(target.secret().isPresent()));
        properties.put(prefix + "starttls.enable", "true");
        properties.put(prefix + "starttls.required", Boolean.toString(!target.isLocal()));
        return properties;
    }

    private static MimeMessage mail(Session session, Message message, Target target, ZoneId zone)
            throws MessagingException {
        MimeMessage mail = new MimeMessage(session) {
            // The same when it is sent again, so that a reader shows it once.
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", "<" + message.id() + "@proxmox-mcp>");
            }
        };
        mail.setFrom(new InternetAddress(target.from().orElseThrow(), true));
        Address[] recipients = new Address[target.to().size()];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = new InternetAddress(target.to().get(i), true);
        }
        mail.setRecipients(jakarta.mail.Message.RecipientType.TO, recipients);
        // Words of ours only: what others wrote stands in no header.
        mail.setSubject("[proxmox-mcp] " + message.title(), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(message.at()));
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setText(Wording.plain(zone).lines(message, "\n\n", MAX_BYTES) + "\n", StandardCharsets.UTF_8.name());
        return mail;
    }

    /// Whether the server said no, and not only nothing.
    private static boolean answered(MessagingException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return false;
            }
        }
        return true;
    }

    /// The innermost says what was wrong.
    private static String reason(MessagingException failure) {
        String text = String.valueOf(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getCause() == null) {
                return text + ": " + cause.getMessage();
            }
        }
        return text;
    }
}
