package io.github.proxmoxmcp.server.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;

/// Reads and writes one introduction for nobody, on one core while another reads the configuration and builds the
/// server: what Jackson finds out about the protocol's records is then known when the client introduces itself, and so
/// is how the addresses are hashed under which the SDK keeps completions.
public final class WarmUp {

    private static final String INTRODUCTION = """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{"roots":{},"elicitation":{}},"clientInfo":{"name":"nobody","version":"0"}}}\
        """;

    private WarmUp() {}

    /// To be called as early as can be, and not waited for.
    public static void begin() {
        Thread.ofPlatform().daemon().name("warm-up").start(WarmUp::introduce);
        Thread.ofPlatform().daemon().name("warm-up-hashes").start(WarmUp::hash);
    }

    private static void introduce() {
        McpJsonMapper json = McpJson.MAPPER;
        try {
            if (Incoming.read(json, new LineReader.Line(INTRODUCTION, false))
                    instanceof Incoming.Message(McpSchema.JSONRPCRequest request)) {
                McpSchema.InitializeRequest introduction =
                        json.convertValue(request.params(), new TypeRef<McpSchema.InitializeRequest>() {});
                McpSchema.InitializeResult result = new McpSchema.InitializeResult(
                        introduction.protocolVersion(), Binding.CAPABILITIES, ProtocolServer.self(""), "", null);
                String _ = json.writeValueAsString(McpSchema.JSONRPCResponse.result(request.id(), result));
            }
        } catch (IOException | RuntimeException e) {
            // The first client is answered a little later then. To log it would wait for the logging to come up, which
            // takes main twenty milliseconds meanwhile.
        }
    }

    private static void hash() {
        int _ = new McpSchema.ResourceReference("nothing").hashCode()
                + new McpSchema.PromptReference("nothing").hashCode();
    }
}
