package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;

/// Servers over HTTP for tests of other packages.
public final class WebFixtures {

    private WebFixtures() {}

    /// A server that runs, and a token that is good there.
    public record Running(String url, String token, AutoCloseable server) implements AutoCloseable {

        @Override
        public void close() {
            try {
                server.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    public static Running start(Path folder) {
        WebFixture web = new WebFixture(folder, WebFixture.settings());
        return new Running("http://127.0.0.1:" + web.server.port(), web.token("client", Access.ADMIN), web);
    }
}
