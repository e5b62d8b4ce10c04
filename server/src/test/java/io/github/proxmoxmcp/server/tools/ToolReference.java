package io.github.proxmoxmcp.server.tools;

import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Writes `docs/reference/tools.md` from the declarations, with an example of each tool.
final class ToolReference {

    private ToolReference() {}

    static String of(List<ToolDefinition> tools, Map<String, String> examples) {
        StringBuilder page = new StringBuilder("""
            # Tools

            Written by the build from the declarations; do not edit. `./mvnw verify -Dgolden=write` rewrites it. The examples are calls
            of the list in `server/src/test/resources/tool-examples.yaml`, made in its order on one demo cluster; of long answers the
            beginning is shown, and the random ids of plans as `…`.

            Every answer comes as text and as structured content, each complete. `as_of` is the moment the answer is true of,
            `age_seconds` how long ago that was, `incomplete` what could not be seen and why. Where several clusters are configured, every
            tool also takes `cluster`, but for those of plans.

            Tools that act answer with the outcome: `state` (`ok`, `warnings`, `running`, `planned`, `needs_approval`) and `summary`,
            and where there is something to say `vmid`, `status`, `node`, `upid`, `exit_status`, `log_tail`, `plan`, `expires`, `steps`,
            `dependents`, `losses`, `undo` and `next`. `wait_seconds` is how long to wait for
            the end, from 0 to 14400, and 100 where it is not given; what takes longer goes on and is `running`.

            """);
        for (ToolDefinition tool : tools) {
            page.append("## `")
                    .append(tool.name())
                    .append("`\n\n")
                    .append(tool.description())
                    .append("\n\n");
            page.append("Access `")
                    .append(Names.snake(tool.effect().access().name()))
                    .append("`, effect `")
                    .append(Names.snake(tool.effect().name()))
                    .append("`.\n\n");
            page.append("| argument | type | |\n|---|---|---|\n");
            properties(tool.inputSchema())
                    .forEach((name, schema) -> page.append("| `")
                            .append(name)
                            .append(required(tool, name) ? "` (required)" : "`")
                            .append(" | ")
                            .append(type((Map<?, ?>) schema))
                            .append(" | ")
                            .append(Objects.requireNonNullElse(((Map<?, ?>) schema).get("description"), ""))
                            .append(" |\n"));
            page.append("\nAnswers with: ")
                    .append(
                            tool.outputSchema().containsKey("properties")
                                    ? properties(tool.outputSchema()).keySet().stream()
                                            .map(name -> "`" + name + "`")
                                            .collect(Collectors.joining(", "))
                                    : "the outcome")
                    .append("\n\n")
                    .append(Objects.requireNonNull(examples.get(tool.name()), tool.name() + " has no example"))
                    .append('\n');
        }
        return page.toString().stripTrailing() + "\n";
    }

    private static Map<?, ?> properties(Map<String, Object> schema) {
        return (Map<?, ?>) Objects.requireNonNull(schema.get("properties"));
    }

    private static boolean required(ToolDefinition tool, Object name) {
        return tool.inputSchema().get("required") instanceof List<?> names && names.contains(name);
    }

    private static String type(Map<?, ?> schema) {
        if (schema.get("enum") instanceof List<?> words) {
            return String.join(
                    ", ", words.stream().map(word -> "`" + word + "`").toList());
        }
        if (schema.containsKey("anyOf")) {
            return "string or integer";
        }
        return schema.get("minimum") == null
                ? String.valueOf(schema.get("type"))
                : schema.get("type") + " " + schema.get("minimum") + " to " + schema.get("maximum");
    }
}
