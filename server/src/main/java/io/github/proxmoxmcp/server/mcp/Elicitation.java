package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the human at an MCP client with a form, past the model. Only a form that was accepted with its one box ticked
/// is a yes.
final class Elicitation {

    static final String METHOD = "elicitation/create";

    /// The one question of a request.
    static final String KEY = "approval";

    private static final Logger LOG = LoggerFactory.getLogger(Elicitation.class);

    private static final String BOX = "allow";

    private Elicitation() {}

    /// Whether a client with these capabilities shows forms.
    static boolean isOffered(Map<?, ?> capabilities) {
        return capabilities.get("elicitation") instanceof Map<?, ?> modes
                && (modes.isEmpty() || modes.containsKey("form") || !modes.containsKey("url"));
    }

    static Map<String, Object> form(String question) {
        Map<String, Object> box = new LinkedHashMap<>();
        box.put("type", "boolean");
        box.put("title", "Allow it");
        box.put("default", false);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", Map.of(BOX, box));
        schema.put("required", List.of(BOX));
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("mode", "form");
        form.put("message", question);
        form.put("requestedSchema", schema);
        return form;
    }

    /// The human at a client that answers while it is being answered itself.
    static Caller.Human waiting(Client client, Map<?, ?> capabilities) {
        return (_, question) -> {
            if (!isOffered(capabilities)) {
                return Reply.UNSUPPORTED;
            }
            try {
                return reply(client.ask(KEY, METHOD, form(question)));
            } catch (Client.NoReply e) {
                // Whatever went wrong between us and the human, it is no yes.
                LOG.info("the human could not be asked: {}", Printable.line(String.valueOf(e.getMessage()), 200));
                return Reply.NONE;
            }
        };
    }

    static Reply reply(Map<?, ?> result) {
        if ("accept".equals(result.get("action"))) {
            if (result.get("content") != null && !(result.get("content") instanceof Map)) {
                return Reply.NONE;
            }
            return Boolean.TRUE.equals(Messages.object(result, "content").get(BOX)) ? Reply.YES : Reply.NO;
        }
        return "decline".equals(result.get("action")) ? Reply.DECLINED : Reply.NONE;
    }
}
