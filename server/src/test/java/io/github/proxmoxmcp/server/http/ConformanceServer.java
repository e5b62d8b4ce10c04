package io.github.proxmoxmcp.server.http;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.config.HttpSettings;
import io.github.proxmoxmcp.server.guard.WriteCounters;
import io.github.proxmoxmcp.server.mcp.ConformanceFixtures;
import io.github.proxmoxmcp.server.metrics.Metrics;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Tool;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.ToolRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The server over HTTP with the fixtures of MCP's conformance suite in place of its own tools, resources and prompts:
/// the same door, sessions, transports and protocol. A script of the build starts it.
final class ConformanceServer {

    private ConformanceServer() {}

    public static void main(String[] arguments) throws Exception {
        InstantSource clock = InstantSource.system();
        Path file = Files.createTempDirectory("conformance").resolve("state.db");
        try (Store store = Stores.open(new StoreLocation.File(file), clock);
                WebServer server = HttpService.start(
                        settings(),
                        Access.ADMIN,
                        ConformanceFixtures.sessions(
                                ToolRegistry.of(Access.ADMIN, Set.of(), List.of(new Tools())),
                                store::keptSessions,
                                clock,
                                "Be kind."),
                        _ -> Optional.empty(),
                        new Metrics(clock),
                        () -> new Backend(store, List.of()),
                        new WriteCounters(),
                        clock)) {
            System.err.println("serving http://127.0.0.1:" + server.port() + "/mcp");
            server.await();
        }
    }

    private static HttpSettings settings() {
        return new HttpSettings(
                "127.0.0.1",
                0,
                true,
                Optional.empty(),
                false,
                false,
                true,
                Optional.empty(),
                List.of(),
                List.of(),
                new HttpSettings.Limits(
                        1 << 20,
                        new HttpSettings.Sessions(1_000, Duration.ofMinutes(30)),
                        new HttpSettings.Rate(1_000, 1_000)),
                Optional.empty());
    }

    /// What our own tools can do too.
    static final class Tools {

        record Nothing() {}

        record Message(String message) {}

        @Tool(
                name = "test_simple_text",
                title = "Text",
                description = "Answers text.",
                effect = Effect.READ,
                needs = {})
        Answer<Message> text(Nothing nothing) {
            return Answer.of(new Message("This is a simple text response for testing."));
        }

        @Tool(
                name = "test_error_handling",
                title = "Error",
                description = "Always fails.",
                effect = Effect.READ,
                needs = {})
        Answer<Message> fail(Nothing nothing) {
            throw new ToolException.Unavailable("This tool intentionally returns an error for testing");
        }

        @Tool(
                name = "test_tool_with_progress",
                title = "Progress",
                description = "Reports.",
                effect = Effect.READ,
                needs = {})
        Answer<Message> report(Nothing nothing, Caller caller) {
            Stream.of(0, 50, 100).forEach(done -> caller.progress().report(done, Optional.of(100.0), "on the way"));
            return Answer.of(new Message("Done."));
        }

        @Tool(
                name = "test_elicitation",
                title = "Question",
                description = "Asks the human.",
                effect = Effect.READ,
                needs = {})
        Answer<Message> ask(Message message, Caller caller) {
            return Answer.of(new Message("User response: " + caller.human().confirm("", message.message())));
        }
    }
}
