package io.github.proxmoxmcp.server.page.browser;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.JsonNode;

/// A client on the web that shows views: its page, which the extension's own bridge drives, and the frame of another
/// origin with the policy that the extension asks for.
final class ViewHost implements AutoCloseable {

    /// Word by word what hosts must set where a view declares no origins.
    private static final String POLICY = "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'"
            + " 'unsafe-inline'; img-src 'self' data:; media-src 'self' data:; connect-src 'none'; frame-src 'none';"
            + " object-src 'none'; base-uri 'self'";

    private static final String PAGE = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Client</title>
        <style>body{margin:0}iframe{display:block;border:0;width:100%;height:300px}</style></head>
        <body><script src="/host.js"></script></body></html>
        """;

    private static final String PROXY = """
        <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Frame</title>
        <style>html,body,iframe{display:block;border:0;margin:0;width:100%;height:100%}</style></head><body><script>
        const inner = document.createElement("iframe");
        inner.title = "A view";
        inner.setAttribute("sandbox", "allow-scripts allow-same-origin");
        document.body.append(inner);
        const tell = (message) => parent.postMessage(message, "*");
        addEventListener("message", ({ source, data }) => {
          if (source === inner.contentWindow) tell(data);
          else if (source === parent && data.method === "ui/notifications/sandbox-resource-ready") {
            const view = inner.contentDocument;
            view.open();
            view.addEventListener("securitypolicyviolation", (refused) =>
              tell({ refused: refused.violatedDirective + " " + refused.blockedURI }));
            view.write(data.params.html);
            view.close();
          } else if (source === parent) inner.contentWindow.postMessage(data, "*");
        });
        tell({ jsonrpc: "2.0", method: "ui/notifications/sandbox-proxy-ready", params: {} });
        </script></body></html>
        """;

    private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ViewHost() {
        try {
            String bridge = Files.readString(Path.of(System.getProperty("page.bridge", "bridge.js")));
            Map<String, String> files = Map.of("/", PAGE, "/proxy", PROXY, "/host.js", bridge);
            server.setHandler(new Handler.Abstract() {
                @Override
                public boolean handle(Request request, Response response, Callback callback) {
                    String path = Request.getPathInContext(request);
                    asked.add(path);
                    String type = path.endsWith(".js") ? "text/javascript" : "text/html";
                    response.getHeaders().put("Content-Type", type + "; charset=utf-8");
                    if (path.equals("/proxy")) {
                        response.getHeaders().put("Content-Security-Policy", POLICY);
                    }
                    byte[] body = files.getOrDefault(path, "").getBytes(StandardCharsets.UTF_8);
                    response.write(true, ByteBuffer.wrap(body), callback);
                    return true;
                }
            });
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the host of views did not start", e);
        }
    }

    private String address(String name) {
        return "http://" + name + ":" + ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    }

    /// What was asked of this server.
    List<String> asked() {
        return List.copyOf(asked);
    }

    /// Shows a view with a result of a tool; the browser is inside of the view then.
    void show(Browser browser, ServedPage from, String view, JsonNode result, String theme, boolean opensLinks) {
        String uri = "ui://proxmox-mcp/" + view;
        String document = from.ask("resources/read", uri, Map.of("uri", uri))
                .at("/contents/0/text")
                .asString();
        browser.visit(address("127.0.0.1"), "/");
        browser.script(
                "window.shown = false; window.show(arguments[0], arguments[1], JSON.parse(arguments[2]), arguments[3],"
                        + " arguments[4]).then(() => { window.shown = true; })",
                address("localhost") + "/proxy",
                document,
                result.toString(),
                theme,
                opensLinks);
        browser.waitUntil("return window.shown");
        browser.into("iframe", "iframe");
        browser.waitUntil("return !document.querySelector('main > p[role=status]')");
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the host of views did not stop", e);
        }
    }
}
