package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.prompt.PromptDefinition;
import io.github.proxmoxmcp.server.prompt.PromptNames;
import io.github.proxmoxmcp.server.resource.Addresses;
import io.github.proxmoxmcp.server.resource.ResourceDefinition;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds for every resource and every prompt, and the pages that are written from their declarations.
class LibrarySurfaceTest {

    private static final Library LIBRARY = Wiring.describeLibrary(new ConfigurationReader(Map.of(), Path.of("/nowhere"))
            .read(new CommandSettings(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(""))));

    @Test
    void theConstantsNameWhatIsDeclared() {
        assertThat(LIBRARY.resources().templates())
                .extracting(kind -> kind.uri().text())
                .containsExactlyInAnyOrderElementsOf(Addresses.TEMPLATES);
        assertThat(LIBRARY.prompts().prompts())
                .extracting(PromptDefinition::name)
                .containsExactlyElementsOf(PromptNames.ALL);
    }

    @Test
    void everyVariableAndArgumentIsOneThatCanBeCompleted() {
        List<String> known = List.of("cluster", "node", "guest", "storage", "task", "snapshot", "since");

        assertThat(LIBRARY.resources().templates())
                .flatExtracting(kind -> kind.uri().variables())
                .isSubsetOf(known);
        assertThat(LIBRARY.prompts().prompts())
                .flatExtracting(PromptDefinition::arguments)
                .extracting(PromptDefinition.Argument::name)
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void anAddressWithStrangeCharactersIsReadBack() {
        String uri = LIBRARY.resources()
                .templates()
                .getFirst()
                .uri()
                .with("cluster", "a b/c")
                .with("guest", "100%+x")
                .text();

        assertThat(LIBRARY.resources().find(uri).variables())
                .containsEntry("cluster", "a b/c")
                .containsEntry("guest", "100%+x");
    }

    @Test
    void theReferencesAreWhatTheDeclarationsSay() {
        Golden.check(page("resources.md"), resources());
        Golden.check(page("prompts.md"), prompts());
    }

    private static Path page(String name) {
        return Path.of(System.getProperty("repository.root"), "docs", "reference", name);
    }

    private static String resources() {
        Stream<ResourceDefinition> fixed = LIBRARY.resources().listed().stream().map(ResourceRegistry.Listed::kind);
        return """
                # Resources

                Written by the build from the declarations; do not edit. `./mvnw verify -Dgolden=write` rewrites it.

                Those with no variable but the cluster are listed once for each cluster, the others are templates, whose variables complete.
                All are read with their age and what is missing, like answers of tools. A subscription is told of changes that the
                memory records, by whichever process; several that belong together are told once.

                | address | | form | subscription |
                |---|---|---|---|
                """
                + Stream.concat(fixed, LIBRARY.resources().templates().stream())
                        .map(kind -> "| `" + kind.uri().text() + "` | " + kind.description() + " | "
                                + kind.form().mimeType() + " | "
                                + (kind.concern().isPresent() ? "yes" : "no") + " |\n")
                        .collect(Collectors.joining());
    }

    private static String prompts() {
        return """
                # Prompts

                Written by the build from the declarations; do not edit. `./mvnw verify -Dgolden=write` rewrites it.

                Each embeds what tools answer at that moment, marked as data, up to 8 kB in all, and says what to do next. Arguments complete.
                Where several clusters are configured, every prompt also takes `cluster`.

                """
                + LIBRARY.prompts().prompts().stream()
                        .map(LibrarySurfaceTest::section)
                        .collect(Collectors.joining("\n"));
    }

    private static String section(PromptDefinition prompt) {
        return "## `" + prompt.name() + "`\n\n" + prompt.title() + ". " + prompt.description() + "\n\n"
                + prompt.arguments().stream()
                        .map(argument -> "- `" + argument.name() + "`" + (argument.required() ? " (required)" : "")
                                + ": " + argument.description() + "\n")
                        .collect(Collectors.joining())
                + (prompt.arguments().isEmpty() ? "" : "\n")
                + "Steps:\n\n"
                + prompt.runbook().stream().map(step -> "- " + step + "\n").collect(Collectors.joining());
    }
}
