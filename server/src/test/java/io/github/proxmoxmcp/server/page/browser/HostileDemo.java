package io.github.proxmoxmcp.server.page.browser;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A cluster whose every name, note, tag and comment is markup and scripts, served by the built program.
final class HostileDemo implements AutoCloseable {

    static final String SCRIPT = "<script>window.ran=1</script>";

    /// Leaves whatever it may stand in (a text, an attribute, a title, a picture, a script) and acts in each way.
    static final String MARKUP = "\"'></title></textarea></pre></svg>" + SCRIPT
            + "<img src=x onerror=window.ran=1><svg onload=window.ran=1><style>*{display:none}</style>"
            + "<a href=javascript:window.ran=1 hx-get=/plans hx-trigger=load>x</a>' onfocus='window.ran=1' autofocus";

    private final DemoCluster cluster;
    private final ServedPage server;

    HostileDemo(Path folder, String... options) {
        cluster = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=1,pace=0"));
        String attack = JsonMapper.shared().writeValueAsString(MARKUP);
        String written =
                attack.substring(1, attack.length() - 1).replace("\\", "\\\\").replace("$", "\\$");
        cluster.tamper((_, body) -> body.replaceAll(
                "(\"(?:name|description|tags|comment|hostname|pool|user|ostype)\" ?: ?\"(?:[^\"\\\\]|\\\\.)*)\"",
                "$1" + written + "\""));
        server = new ServedPage(
                folder,
                Optional.empty(),
                Map.of(
                        "PROXMOX_URL", cluster.url().toString(),
                        "PROXMOX_TOKEN", cluster.token(TokenLevel.FULL),
                        "PROXMOX_FINGERPRINT", cluster.fingerprint()),
                Stream.concat(Stream.of("--http-no-auth", "--access", "admin"), Stream.of(options))
                        .toArray(String[]::new));
        server.call("list_nodes", Map.of("fresh", true));
    }

    ServedPage server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
        cluster.close();
    }
}
