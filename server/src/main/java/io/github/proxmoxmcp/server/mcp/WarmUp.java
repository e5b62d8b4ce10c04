package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads and writes one introduction for nobody, on one core while another builds the server: what Jackson finds out
/// about
/// the protocol's records is then known when the client introduces itself.
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final String INTRODUCTION = """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{"roots":{},"elicitation":{}},"clientInfo":{"name":"nobody","version":"0"}}}\
        """;

    private WarmUp() {}

    static void begin(McpJsonMapper json, McpSchema.Implementation server, McpSchema.ServerCapabilities capabilities) {
        Thread.ofPlatform().daemon().name("warm-up").start(() -> introduce(json, server, capabilities));
    }

    private static void introduce(
            McpJsonMapper json, McpSchema.Implementation server, McpSchema.ServerCapabilities capabilities) {
        try {
            if (Incoming.read(json, new LineReader.Line(INTRODUCTION, false))
                    instanceof Incoming.Message(McpSchema.JSONRPCRequest request)) {
                McpSchema.InitializeRequest introduction =
                        json.convertValue(request.params(), new TypeRef<McpSchema.InitializeRequest>() {});
                McpSchema.InitializeResult result =
                        new McpSchema.InitializeResult(introduction.protocolVersion(), capabilities, server, "", null);
                String written = json.writeValueAsString(McpSchema.JSONRPCResponse.result(request.id(), result));
                LOG.trace("warmed up with {} and {}", introduction, List.of(written));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("no warm-up", e);
        }
    }
}
