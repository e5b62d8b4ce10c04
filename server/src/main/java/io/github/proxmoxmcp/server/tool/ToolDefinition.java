package io.github.proxmoxmcp.server.tool;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tool as it is registered: what clients are told of it, and how it is called.
///
/// @param longAnswer see [LongAnswer]
/// @param needs what it needs of the token, one privilege and path each
/// @param call reads the arguments, which may throw [ToolException.BadArgument], and runs the tool
public record ToolDefinition(
        String name,
        String title,
        String description,
        Effect effect,
        boolean longAnswer,
        List<String> needs,
        Map<String, Object> inputSchema,
        Map<String, Object> outputSchema,
        Call call) {

    /// The same, which shows times in a zone.
    ToolDefinition shownIn(ZoneId zone) {
        return new ToolDefinition(
                name,
                title,
                description,
                effect,
                longAnswer,
                needs,
                inputSchema,
                outputSchema,
                (arguments, caller) -> call.apply(arguments, caller).shownIn(zone));
    }

    /// Runs a tool.
    @FunctionalInterface
    public interface Call {

        Answer<?> apply(Map<String, ? extends @Nullable Object> arguments, Caller caller);
    }
}
