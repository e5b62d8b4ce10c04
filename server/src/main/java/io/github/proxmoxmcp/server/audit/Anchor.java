package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.server.outbound.WebMessage;
import io.github.proxmoxmcp.server.outbound.WebSender;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Tells the number and hash of the audit's newest entry to a place that whoever writes to the store does not reach: a
/// file that is only added to, a syslog, or a web address.
public final class Anchor {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int SYSLOG_PORT = 514;
    private static final String SYSLOG = "syslog://";

    /// Facility `log audit`, severity `notice`.
    private static final int PRIORITY = 13 * 8 + 5;

    private Anchor() {}

    /// @param where `https://…`, `syslog://HOST[:PORT]`, or a file
    public static void tell(String where, AuditCheckpoint checkpoint) throws IOException {
        String line = line(checkpoint.seq(), checkpoint.hash(), checkpoint.at(), checkpoint.signer());
        if (!isFile(where) && !where.startsWith(SYSLOG)) {
            post(where, line);
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

    /// What an anchor keeps of an entry; [AnchorFile] reads it again.
    public static String line(long seq, String hash, Instant at, String signer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", seq);
        json.put("hash", hash);
        json.put("at", at.toString());
        json.put("signer", signer);
        return JsonMapper.shared().writeValueAsString(json);
    }

    private static void post(String where, String line) throws IOException {
        try {
            int status = WebSender.ofSystem()
                    .send(WebMessage.post(URI.create(where), line), TIMEOUT)
                    .status();
            if (status / 100 != 2) {
                throw new IOException(where + " answered " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(where + " was not waited for: the server ends", e);
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
