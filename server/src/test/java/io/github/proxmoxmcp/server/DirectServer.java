package io.github.proxmoxmcp.server;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.mcp.Library;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.TextForm;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The server in this process, without a protocol, on demo clusters: for tests of what tools answer, which need no
/// process of their own.
public final class DirectServer implements AutoCloseable {

    private final Wiring wiring;

    private DirectServer(Wiring wiring) {
        this.wiring = wiring;
    }

    /// @param demos the clusters by name
    /// @param more lines of the configuration
    public static DirectServer of(Map<String, DemoCluster> demos, Path folder, InstantSource clock, String more) {
        Map<String, String> environment = new LinkedHashMap<>();
        StringBuilder file = new StringBuilder(more).append("\nclusters:\n");
        demos.forEach((name, demo) -> {
            environment.put("TOKEN_" + name, demo.token(TokenLevel.FULL));
            file.append("  %s: {url: '%s', token_env: TOKEN_%s, fingerprint: '%s'}%n"
                    .formatted(name, demo.url(), name, demo.fingerprint()));
        });
        return configured(environment, folder, clock, file.toString());
    }

    /// @param file the configuration
    public static DirectServer configured(
            Map<String, String> environment, Path folder, InstantSource clock, String file) {
        try {
            Path configuration = Files.writeString(folder.resolve("configuration.yaml"), file);
            CommandSettings settings = new CommandSettings(
                    Optional.of("admin"),
                    Optional.of(configuration.toString()),
                    Optional.of(EmptyStore.in(folder).toString()),
                    Optional.empty());
            return new DirectServer(
                    Wiring.of(new ConfigurationReader(environment, folder).read(settings), clock, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<ToolDefinition> tools() {
        return wiring.tools().tools();
    }

    public Library library() {
        return wiring.library();
    }

    /// Calls a tool with `key, value, key, value, …`.
    public Result call(String tool, Object... pairs) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            arguments.put((String) pairs[i], pairs[i + 1]);
        }
        return call(tool, arguments, Caller.Human.Reply.UNSUPPORTED);
    }

    /// What is written down of the only cluster, anew.
    ///
    /// @param as `terraform`, …
    /// @param at the moment; absent: now
    public Exported export(String as, Optional<String> at, String... selection) {
        Reading reading =
                wiring.readings().open(Optional.empty(), at.map(MomentText::new), Optional.of(new Fresh(at.isEmpty())));
        return Exporter.export(Wiring.exporters(), "as", as, reading, Selection.of(List.of(selection)));
    }

    /// @param reply what the human at the client says when asked
    public Result call(String tool, Map<String, Object> arguments, Caller.Human.Reply reply) {
        Caller caller = new Caller(
                "test", Caller.LOCAL, Caller.LOCAL, Access.ADMIN, Scope.NONE, (_, _, _) -> {}, (_, _) -> reply);
        try {
            Answer<?> answer = wiring.tools().find(tool).orElseThrow().call().apply(arguments, caller);
            return new Result(false, TextForm.of(answer), StructuredForm.of(answer));
        } catch (ToolException | ProxmoxException | StoreException e) {
            return new Result(true, String.valueOf(e.getMessage()), Map.of());
        }
    }

    @Override
    public void close() {
        wiring.close();
    }
}
