package io.github.proxmoxmcp.client;

import com.sun.net.httpserver.HttpServer;
import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.catalogue.Catalogue;
import io.github.proxmoxmcp.client.cluster.ClusterApi;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.json.Answers;
import java.io.IOException;
import java.lang.reflect.Type;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Measures what the budgets speak of and prints it: decoding, the catalogue, failover. No test: it asserts nothing.
/// Its argument is the script `apidoc.js` of a node.
public final class Measurements {

    private static final int GUESTS = 10_000;
    private static final int ROUNDS = 40;

    private Measurements() {}

    /// Prints the figures.
    public static void main(String[] arguments) throws Exception {
        decoding();
        if (arguments.length > 0) {
            catalogue(Path.of(arguments[0]));
        }
        failover();
    }

    private static void decoding() throws ReflectiveOperationException {
        Type type = ClusterApi.class.getMethod("resources").getGenericReturnType();
        byte[] body = listing().getBytes(StandardCharsets.UTF_8);
        Answers answers = new Answers();
        Call call = new Call("GET", "/cluster/resources");
        print("decode " + GUESTS + " guests (" + body.length / 1000 + " kB)", () -> answers.read(call, body, type));
    }

    private static void catalogue(Path script) throws IOException {
        byte[] text = Files.readAllBytes(script);
        print("catalogue (" + text.length / 1000 + " kB)", () -> Catalogue.read(text));
        Catalogue catalogue = Catalogue.read(text);
        print("search of the catalogue", () -> catalogue.search("snapshot rollback", 10));
    }

    /// The first endpoint takes no connection and refuses none, as a dead node does: its queue is full.
    private static void failover() throws IOException {
        ServerSocket dead = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        for (int connection = 0; connection < 4; connection++) {
            SocketChannel waiting = SocketChannel.open();
            waiting.configureBlocking(false);
            waiting.connect(dead.getLocalSocketAddress());
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        byte[] body = "{\"data\":{\"version\":\"9.2\",\"release\":\"9.2\"}}".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        ConnectionSettings settings = ConnectionSettings.of(
                        List.of(
                                URI.create("https://localhost:" + dead.getLocalPort()),
                                URI.create("http://localhost:"
                                        + server.getAddress().getPort())),
                        ApiToken.parse("joe@pve!mcp=00000000-0000-0000-0000-000000000000"),
                        new Trust.SystemAuthorities())
                .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(45));
        try (Proxmox proxmox = Proxmox.connect(settings)) {
            time(
                    "first call, first endpoint dead, 2 s to connect",
                    () -> proxmox.version().get());
            time("second call", () -> proxmox.version().get());
            time("third call", () -> proxmox.version().get());
        } finally {
            server.stop(0);
        }
    }

    private static void time(String what, Runnable work) {
        long began = System.nanoTime();
        work.run();
        System.out.printf("%s: %.1f ms%n", what, (System.nanoTime() - began) / 1e6);
    }

    private static void print(String what, Runnable work) {
        double[] millis = IntStream.range(0, ROUNDS)
                .mapToDouble(_ -> {
                    long began = System.nanoTime();
                    work.run();
                    return (System.nanoTime() - began) / 1e6;
                })
                .toArray();
        double cold = millis[0];
        double[] warm = Arrays.copyOfRange(millis, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        System.out.printf(
                "%s: cold %.1f ms, warm median %.1f ms, best %.1f ms%n", what, cold, warm[warm.length / 2], warm[0]);
    }

    private static String listing() {
        return IntStream.range(100, 100 + GUESTS)
                .mapToObj(vmid -> ("{'status':'running','netout':%1$d70,'disk':0,'mem':45731840,'maxdisk':67108864,"
                              + "'node':'pve%2$d','id':'qemu/%1$d','maxcpu':2,'name':'web%1$d','uptime':140,"
                              + "'template':0,'diskread':0,'cpu':0.00346986761661836,'netin':70,'vmid':%1$d,'pool':'prod',"
                              + "'diskwrite':0,'memhost':45731840,'maxmem':536870912,'tags':'prod;web','type':'qemu'}")
                        .formatted(vmid, vmid % 32)
                        .replace('\'', '"'))
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
    }
}
