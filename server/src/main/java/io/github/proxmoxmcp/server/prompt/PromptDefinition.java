package io.github.proxmoxmcp.server.prompt;

import java.util.List;
import java.util.Map;

/// A prompt as it is registered: what clients are told of it, and how it is written.
///
/// @param runbook what to do, step by step, with the names of the tools to use
public record PromptDefinition(
        String name, String title, String description, List<Argument> arguments, List<String> runbook, Data data) {

    /// Something that the user says beforehand.
    ///
    /// @param name means the same as in tools, and is completed by what it names
    public record Argument(String name, String description, boolean required) {}

    /// Which answers of tools are embedded, for these arguments.
    @FunctionalInterface
    public interface Data {

        List<Question> of(Map<String, String> arguments);
    }

    /// A tool to ask; where the first one is not there, the one after it.
    ///
    /// @param anyOf tools with their arguments, the best first
    public record Question(List<Call> anyOf) {

        static Question of(Call... anyOf) {
            return new Question(List.of(anyOf));
        }
    }

    /// A tool with its arguments.
    public record Call(String tool, Map<String, String> arguments) {}
}
