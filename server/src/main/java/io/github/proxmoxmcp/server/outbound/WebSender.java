package io.github.proxmoxmcp.server.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/// Sends messages to web addresses and waits for the answer, never longer than told, however slowly it drips.
///
/// @param authorities who may have signed the server's certificate
public record WebSender(SSLSocketFactory authorities) {

    private static final int MAX_ANSWER_BYTES = 4_096;

    /// Of the time for the whole exchange, so that who cannot be reached is told from who does not answer.
    private static final int CONNECTING = 2;

    /// How it was answered.
    ///
    /// @param retryAfter how long the server wants to be left alone
    /// @param body the beginning of it
    public record Answer(int status, Optional<Duration> retryAfter, String body) {}

    /// With the authorities of the system.
    public static WebSender ofSystem() {
        return new WebSender(HttpsURLConnection.getDefaultSSLSocketFactory());
    }

    /// @throws NotSentException when the server could not be reached
    /// @throws IOException when no answer came in time: it may have taken the message
    public Answer send(WebMessage message, Duration patience) throws IOException, InterruptedException {
        HttpURLConnection connection = open(message.address(), patience);
        try {
            return Deadline.within(patience, () -> exchange(connection, message));
        } finally {
            connection.disconnect();
        }
    }

    private HttpURLConnection open(URI address, Duration patience) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secured) {
            secured.setSSLSocketFactory(authorities);
        }
        connection.setConnectTimeout((int) patience.toMillis() / CONNECTING);
        connection.setReadTimeout((int) patience.toMillis());
        // A redirect would carry a credential to somebody else.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        return connection;
    }

    private static Answer exchange(HttpURLConnection connection, WebMessage message) throws IOException {
        byte[] bytes = message.body().getBytes(StandardCharsets.UTF_8);
        connection.setRequestMethod(message.method());
        connection.setRequestProperty("Content-Type", "application/json");
        message.headers().forEach(connection::setRequestProperty);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes.length);
        try {
            connection.connect();
        } catch (IOException e) {
            throw new NotSentException(String.valueOf(e.getMessage()), e);
        }
        try (OutputStream body = connection.getOutputStream()) {
            body.write(bytes);
        }
        int status = connection.getResponseCode();
        return new Answer(status, retryAfter(connection), beginning(connection, status));
    }

    private static Optional<Duration> retryAfter(HttpURLConnection connection) {
        return Optional.ofNullable(connection.getHeaderField("Retry-After"))
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private static String beginning(HttpURLConnection connection, int status) throws IOException {
        try (InputStream body = Optional.ofNullable(
                        status < 400 ? connection.getInputStream() : connection.getErrorStream())
                .orElseGet(InputStream::nullInputStream)) {
            return new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        }
    }
}
