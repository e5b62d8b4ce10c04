package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.http.HttpService;
import io.github.proxmoxmcp.server.http.WebServer;
import io.github.proxmoxmcp.server.mcp.Offer;
import io.github.proxmoxmcp.server.mcp.PreparedLists;
import io.github.proxmoxmcp.server.wiring.Instructions;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.time.InstantSource;
import java.time.ZoneId;

/// Serves over HTTP until the process is told to end.
final class HttpServing {

    private HttpServing() {}

    static int serve(Configuration configuration, HttpSettings settings) {
        if (configuration.state().isEmpty() && !settings.noAuth()) {
            throw new ConfigurationException("http: with --demo the state is a new temporary file, so no token"
                    + " can be valid: add --http-no-auth, or keep the state with --state FILE and make a token"
                    + " there with 'proxmox-mcp token add'");
        }
        Wiring wiring = Wiring.of(configuration, SteadyClock.system(), ZoneId.systemDefault());
        WebServer server = HttpService.start(
                settings,
                configuration.access(),
                new Offer(
                        wiring::tools,
                        wiring::library,
                        wiring::stateKey,
                        PreparedLists.none(),
                        Program.version(),
                        Instructions.TEXT,
                        InstantSource.system()),
                wiring::backend,
                wiring.writes(),
                configuration.policy(),
                wiring.told(),
                InstantSource.system());
        try (ShutdownHook _ = new ShutdownHook(() -> {
            wiring.leave();
            server.close();
            wiring.close();
        })) {
            wiring.begin();
            String url = (settings.tls().isPresent() ? "https" : "http") + "://"
                    + (settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host()) + ":"
                    + server.port();
            System.err.println("proxmox-mcp: serving " + url + "/mcp"
                    + (settings.noAuth() ? " to everybody on this machine" : "")
                    + (settings.page() ? "; a page for people is at " + url + "/" : ""));
            server.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
