package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Printable;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the human at an MCP client with a form, past the model. Only a form that was accepted with its one box ticked
/// is a yes.
record Elicitation(McpSyncServerExchange exchange) implements Caller.Human {

    private static final Logger LOG = LoggerFactory.getLogger(Elicitation.class);

    private static final String BOX = "allow";

    private static final Map<String, Object> FORM = Map.of(
            "type",
            "object",
            "properties",
            Map.of(BOX, Map.of("type", "boolean", "title", "Allow it", "default", false)),
            "required",
            List.of(BOX));

    @Override
    public Reply confirm(String question) {
        ClientCapabilities capabilities = exchange.getClientCapabilities();
        if (capabilities == null || capabilities.elicitation() == null) {
            return Reply.UNSUPPORTED;
        }
        try {
            return reply(exchange.createElicitation(
                    ElicitFormRequest.builder(question, FORM).build()));
        } catch (RuntimeException e) {
            // Whatever went wrong between us and the human, it is no yes.
            LOG.info("the human could not be asked: {}", Printable.line(e.toString(), 200));
            return Reply.NONE;
        }
    }

    private static Reply reply(ElicitResult result) {
        return switch (result.action()) {
            case ACCEPT ->
                result.content() != null && Boolean.TRUE.equals(result.content().get(BOX)) ? Reply.YES : Reply.NO;
            case DECLINE -> Reply.DECLINED;
            case CANCEL -> Reply.NONE;
        };
    }
}
