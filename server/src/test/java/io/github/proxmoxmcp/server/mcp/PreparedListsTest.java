package io.github.proxmoxmcp.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.EmptyStore;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists that were written by an earlier process are those that the registries would tell.
class PreparedListsTest {

    private static final String ONE = """
        clusters:
          a: {url: "https://a:8006", token_env: T}
        """;
    private static final String TWO = ONE + """
          b: {url: "https://b:8006", token_env: T}
        """;
    private static final String CAREFUL = ONE + """
        time_zone: Europe/Vienna
        approval: {operate: human, destructive: operator, undoable_only: true}
        """;

    @TempDir
    private Path folder;

    @Test
    void configurationsThatAreSaidToListTheSameDo() throws IOException {
        Map<String, Map<String, String>> seen = new LinkedHashMap<>();
        int compared = 0;
        for (Configuration configuration : configurations()) {
            Map<String, String> lists =
                    lists(configuration, PreparedLists.none()).forOthers();
            Optional<Map<String, String>> before =
                    Optional.ofNullable(seen.putIfAbsent(Wiring.listed(configuration), lists));
            if (before.isPresent()) {
                compared++;
                assertThat(lists).isEqualTo(before.get());
            }
        }

        assertThat(compared).isGreaterThanOrEqualTo(9);
        assertThat(seen).hasSize(6);
        assertThat(seen.values().stream()
                        .map(lists -> lists.get(Listings.TOOLS))
                        .distinct())
                .hasSize(6);
    }

    @Test
    void aNewPartOfTheConfigurationIsToBeLookedAt() {
        // One that decides what is listed belongs into Wiring.listed; then into this list.
        assertThat(Arrays.stream(Configuration.class.getRecordComponents()).map(part -> part.getName()))
                .containsExactly(
                        "origin",
                        "access",
                        "state",
                        "clusters",
                        "demo",
                        "memory",
                        "http",
                        "policy",
                        "audit",
                        "zone",
                        "manifests",
                        "notifications");
    }

    @Test
    void whatWasKeptIsAnsweredByteForByte() throws IOException {
        Configuration configuration = configurations().getFirst();
        PreparedLists missing = PreparedLists.of("this program", List.of(folder.resolve("none"), folder));
        assertThat(missing.areMissing()).isTrue();
        Listings made = lists(configuration, missing);
        missing.keep(made.forOthers());

        PreparedLists kept = PreparedLists.of("this program", List.of(folder.resolve("none"), folder));
        Listings read = new Listings(
                kept,
                () -> {
                    throw new AssertionError("no tool is needed");
                },
                () -> {
                    throw new AssertionError("no resource is needed");
                });

        assertThat(kept.areMissing()).isFalse();
        for (String method : List.of(Listings.TOOLS, Listings.PROMPTS, Listings.TEMPLATES)) {
            assertThat(read.isReady(method)).isTrue();
            assertThat(read.of(method).json()).isEqualTo(made.of(method).json()).hasSizeGreaterThan(500);
        }
        assertThat(read.isReady(Listings.RESOURCES)).isFalse();
    }

    @Test
    void whatAnotherProgramOrAHalfWrittenFileSaysIsNotTaken() throws IOException {
        PreparedLists missing = PreparedLists.of("this program", List.of(folder));
        missing.keep(lists(configurations().getFirst(), missing).forOthers());
        assertThat(PreparedLists.of("another program", List.of(folder)).areMissing())
                .isTrue();

        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.filter(one -> one.toString().endsWith(".lists"))
                    .findFirst()
                    .orElseThrow();
        }
        // The names of two files may be the same; what they were made of is not.
        Files.writeString(file, Files.readString(file).replaceFirst("this program", "that program"));
        assertThat(PreparedLists.of("this program", List.of(folder)).areMissing())
                .isTrue();
        Files.writeString(file, "this program\nno tab in this line\n");
        assertThat(PreparedLists.of("this program", List.of(folder)).areMissing())
                .isTrue();
    }

    private Listings lists(Configuration configuration, PreparedLists prepared) {
        return new Listings(
                prepared, () -> Wiring.describe(configuration), () -> Wiring.describeLibrary(configuration));
    }

    private List<Configuration> configurations() throws IOException {
        List<Configuration> all = new ArrayList<>();
        for (String access : List.of("read", "operate", "admin")) {
            for (String yaml : List.of("", ONE, TWO, CAREFUL)) {
                all.add(read(access, yaml, Optional.empty()));
            }
            all.add(read(access, "", Optional.of("nodes=1,guests=1,pace=0")));
        }
        return all;
    }

    private Configuration read(String access, String yaml, Optional<String> demo) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "config", ".yaml"), yaml);
        return new ConfigurationReader(Map.of("T", "a@pam!b=0d4f7b5e-0000-0000-0000-000000000000"), folder)
                .read(new CommandSettings(
                        Optional.of(access),
                        yaml.isEmpty() ? Optional.empty() : Optional.of(file.toString()),
                        Optional.of(EmptyStore.in(folder).toString()),
                        demo));
    }
}
