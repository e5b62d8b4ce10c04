package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Tells the number and hash of the audit's newest entry to a place that whoever writes to the store does not reach: a
/// file that is only added to, a syslog, or a web address.
public final class Anchor {

    private static final int TIMEOUT = (int) Duration.ofSeconds(5).toMillis();
    private static final int SYSLOG_PORT = 514;
    private static final String SYSLOG = "syslog://";

    /// Facility `log audit`, severity `notice`.
    private static final int PRIORITY = 13 * 8 + 5;

    private Anchor() {}

    /// @param where `https://…`, `syslog://HOST[:PORT]`, or a file
    public static void tell(String where, AuditCheckpoint checkpoint) throws IOException {
        String line = line(checkpoint);
        if (!isFile(where) && !where.startsWith(SYSLOG)) {
            post(URI.create(where), line);
        } else if (where.startsWith(SYSLOG)) {
            syslog(URI.create(where), line, checkpoint);
        } else {
            Files.writeString(Path.of(where), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /// Whether what was told there can be read here.
    public static boolean isFile(String where) {
        return !where.startsWith(SYSLOG) && !where.matches("https?://.+");
    }

    private static String line(AuditCheckpoint checkpoint) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", checkpoint.seq());
        json.put("hash", checkpoint.hash());
        json.put("at", checkpoint.at().toString());
        json.put("signer", checkpoint.signer());
        return JsonMapper.shared().writeValueAsString(json);
    }

    private static void post(URI address, String line) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(line.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status / 100 != 2) {
            throw new IOException(address + " answered " + status);
        }
    }

    private static void syslog(URI address, String line, AuditCheckpoint checkpoint) throws IOException {
        byte[] message = ("<" + PRIORITY + ">1 " + checkpoint.at() + " - proxmox-mcp - audit - " + line)
                .getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    message,
                    message.length,
                    InetAddress.getByName(address.getHost()),
                    address.getPort() < 0 ? SYSLOG_PORT : address.getPort()));
        }
    }
}
