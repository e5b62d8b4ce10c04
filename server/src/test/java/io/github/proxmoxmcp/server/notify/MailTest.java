package io.github.proxmoxmcp.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.http.SelfSigned;
import io.github.proxmoxmcp.server.notify.message.Message;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail through a real SMTP server with TLS.
class MailTest {

    @TempDir
    private static Path folder;

    private static Path authority = Path.of("");
    private static GreenMail server = new GreenMail();

    @BeforeAll
    static void startServer() throws Exception {
        SelfSigned certificate = new SelfSigned(folder, "EC");
        authority = certificate.pem().certificate();
        System.setProperty("greenmail.tls.keystore.file", certificate.keys("EC").toString());
        System.setProperty("greenmail.tls.keystore.password", SelfSigned.password());
        System.setProperty("greenmail.tls.key.password", SelfSigned.password());
        // Its certificate is for 127.0.0.1 and localhost; it is also reached as 127.0.0.2, which is another name.
        server = new GreenMail(new ServerSetup(0, "0.0.0.0", ServerSetup.PROTOCOL_SMTPS));
        server.start();
        server.setUser("alerts@example.org", "alerts", "letmein");
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @BeforeEach
    void forget() throws Exception {
        server.purgeEmailFromAllMailboxes();
    }

    private static Messenger.Outcome send(Message message, String host, String password, Optional<Path> ca)
            throws InterruptedException {
        Target target = new Target(
                "mail",
                Form.MAIL,
                URI.create("smtps://" + host + ":" + server.getSmtps().getPort()),
                Optional.of(Secret.of(password)),
                Optional.of("alerts"),
                Optional.of("Cluster <cluster@example.org>"),
                List.of("ops@example.org", "boss@example.org"),
                ca,
                List.of());
        return new Messenger(ZoneOffset.UTC, Duration.ofSeconds(20)).send(message, target);
    }

    @Test
    void mailIsPlainTextFromUsToAllOfThem() throws Exception {
        Messenger.Outcome outcome = send(FormsTest.message(2, "x"), "localhost", "letmein", Optional.of(authority));

        assertThat(outcome.text()).isEqualTo("took the mail");
        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("[proxmox-mcp] home: 2 critical");
        assertThat(mail.getMessageID()).isEqualTo("<0123456789abcdef@proxmox-mcp>");
        assertThat(mail.getContentType()).startsWith("text/plain");
        assertThat(mail.getContent().toString().lines().filter(line -> line.startsWith("CRITICAL home: pve2 x")))
                .hasSize(2);
    }

    @Test
    void nothingThatOthersWroteBecomesAHeader() throws Exception {
        send(
                FormsTest.message(1, "x\r\nBcc: all@evil.example\r\n\r\n.\r\nMAIL FROM:<a@b>"),
                "localhost",
                "letmein",
                Optional.of(authority));

        assertThat(server.getReceivedMessages()).hasSize(2);
        MimeMessage mail = server.getReceivedMessages()[0];
        assertThat(mail.getHeader("Bcc")).isNull();
        assertThat(mail.getAllRecipients()).hasSize(2);
        assertThat(mail.getContent().toString().lines().filter(line -> !line.isEmpty()))
                .allMatch(line -> line.startsWith("CRITICAL "));
    }

    @Test
    void aServerWhoseCertificateNobodyWeKnowSignedGetsNothing() throws Exception {
        Messenger.Outcome outcome = send(FormsTest.message(1, "x"), "localhost", "letmein", Optional.empty());

        assertThat(outcome.taken()).isFalse();
        assertThat(outcome.text()).contains("unable to find valid certification path");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerWithACertificateForAnotherNameGetsNothing() throws Exception {
        Messenger.Outcome outcome = send(FormsTest.message(1, "x"), "127.0.0.2", "letmein", Optional.of(authority));

        assertThat(outcome.taken()).isFalse();
        assertThat(outcome.text()).contains("127.0.0.2");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aWrongPasswordIsAFailureThatDoesNotShowIt() throws Exception {
        Messenger.Outcome outcome = send(FormsTest.message(1, "x"), "localhost", "wrong-one", Optional.of(authority));

        assertThat(outcome.taken()).isFalse();
        assertThat(outcome.text()).isNotEmpty().doesNotContain("wrong-one");
        assertThat(server.getReceivedMessages()).isEmpty();
    }
}
