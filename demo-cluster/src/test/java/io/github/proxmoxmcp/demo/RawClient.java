package io.github.proxmoxmcp.demo;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks HTTP by hand: the JDK's client does not show the reason phrase, in which Proxmox says everything.
public final class RawClient implements AutoCloseable {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Socket socket;
    private final InputStream in;

    /// What came back.
    public record Answer(int status, String reason, Map<String, String> headers, String body) {
        public JsonNode json() {
            return MAPPER.readTree(body);
        }

        public JsonNode data() {
            return json().path("data");
        }
    }

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    public static RawClient connect(DemoCluster cluster) throws IOException {
        return connect(cluster, cluster.url());
    }

    public static RawClient connect(DemoCluster cluster, URI node) throws IOException {
        return new RawClient(trusting(cluster).getSocketFactory().createSocket("127.0.0.1", node.getPort()));
    }

    /// A context that trusts the cluster's certificate and nothing else.
    public static SSLContext trusting(DemoCluster cluster) {
        try {
            var pem = new ByteArrayInputStream(cluster.certificatePem().getBytes(StandardCharsets.UTF_8));
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "demo", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /// One GET with a token on a connection of its own.
    public static Answer get(DemoCluster cluster, TokenLevel level, String path) {
        return call(cluster, level, "GET", path, "");
    }

    /// One GET with a token that was issued, by its whole value.
    public static Answer withToken(DemoCluster cluster, String token, String path) {
        try (var client = connect(cluster)) {
            return client.send("GET", "/api2/json" + path, Map.of("Authorization", "PVEAPIToken=" + token), "");
        } catch (IOException failed) {
            throw new IllegalStateException("GET " + path, failed);
        }
    }

    /// One call with a token on a connection of its own; the body is a form.
    public static Answer call(DemoCluster cluster, TokenLevel level, String method, String path, String form) {
        return call(cluster, cluster.token(level), method, path, form);
    }

    /// The same with a token of any rights.
    public static Answer call(DemoCluster cluster, String token, String method, String path, String form) {
        try (var client = connect(cluster)) {
            var headers = new TreeMap<>(Map.of("Authorization", "PVEAPIToken=" + token));
            if (!form.isEmpty()) {
                headers.put("Content-Type", "application/x-www-form-urlencoded");
            }
            return client.send(method, "/api2/json" + path, headers, form);
        } catch (IOException failed) {
            throw new IllegalStateException(method + " " + path, failed);
        }
    }

    /// Sends a request and reads its answer; the connection stays open.
    public Answer send(String method, String target, Map<String, String> headers, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        write(head.append("\r\n").toString());
        socket.getOutputStream().write(bytes);
        return read();
    }

    public void write(String raw) throws IOException {
        socket.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Answer read() throws IOException {
        var status = line().split(" ", 3);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        var length = headers.get("content-length");
        var body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Answer(Integer.parseInt(status[1]), status[2], headers, new String(body, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection was closed");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
