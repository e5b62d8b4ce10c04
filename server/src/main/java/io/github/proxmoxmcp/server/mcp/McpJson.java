package io.github.proxmoxmcp.server.mcp;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.ElicitFormRequest;
import tools.jackson.databind.json.JsonMapper;

/// JSON as the server writes it. The SDK (2.1) gives a question to the human its `mode` twice, as the type of the
/// record and as a component, which Jackson (3.2) refuses to write.
final class McpJson {

    /// One for all: what it learns of a type it learns once.
    static final McpJsonMapper MAPPER = new JacksonMcpJsonMapper(JsonMapper.builder()
            .addMixIn(ElicitFormRequest.class, ModeOnce.class)
            .build());

    private McpJson() {}

    /// Its one method is never called: Jackson reads its annotation.
    interface ModeOnce {

        @JsonIgnore
        String mode();
    }
}
