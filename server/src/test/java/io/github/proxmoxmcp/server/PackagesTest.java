package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What goes into the packages as it is. The bundle's manifest is checked by the bundle's own tool when the packages
/// are tried; the registry offers none, so its rules are here: schema 2025-12-11, and what it demands of bundles.
class PackagesTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Path SOURCES = ROOT.resolve("server/src/main/packages");

    @TempDir
    private Path folder;

    @Test
    void theRegistrysEntryKeepsTheRulesOfTheRegistry() throws IOException {
        JsonNode entry = json("server.json");

        assertThat(entry.propertyNames())
                .isSubsetOf("$schema", "name", "title", "description", "version", "repository", "packages");
        assertThat(text(entry, "name"))
                .matches("[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+")
                .hasSizeBetween(3, 200);
        assertThat(text(entry, "description")).hasSizeBetween(1, 100);
        assertThat(text(entry, "title")).hasSizeBetween(1, 100);
        assertThat(text(entry, "version")).isEqualTo("${version}");
        assertThat(entry.path("repository").propertyNames()).containsExactlyInAnyOrder("url", "source");
        JsonNode bundle = entry.path("packages").path(0);
        assertThat(bundle.propertyNames())
                .containsExactlyInAnyOrder(
                        "registryType", "identifier", "version", "fileSha256", "transport", "environmentVariables");
        assertThat(text(bundle, "registryType")).isEqualTo("mcpb");
        assertThat(text(bundle, "identifier"))
                .startsWith(text(entry.path("repository"), "url") + "/releases/download/")
                .contains("mcp");
        assertThat(text(bundle, "fileSha256")).isEqualTo("${sha256}");
        assertThat(bundle.path("transport").properties()).hasSize(1);
        assertThat(text(bundle.path("transport"), "type")).isEqualTo("stdio");
    }

    @Test
    void systemdFindsNothingWrongWithTheService() throws IOException, InterruptedException {
        Path analyze = Path.of("/usr/bin/systemd-analyze");
        assumeTrue(Files.isExecutable(analyze), "systemd-analyze is not installed");
        String unit = Files.readString(SOURCES.resolve("deb/proxmox-mcp.service"));
        // Program and manual are not installed here.
        Path file = Files.writeString(
                folder.resolve("proxmox-mcp.service"),
                unit.replace("/usr/bin/proxmox-mcp", "/bin/true").replaceFirst("(?m)^Documentation=.*\n", ""));

        Process process = new ProcessBuilder(analyze.toString(), "verify", file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // What it does not know it only says.
        assertThat(said.lines().filter(line -> line.contains("proxmox-mcp"))).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void whatTheEntriesAskForIsWhatTheProgramReads() throws IOException {
        JsonNode bundle = json("mcpb/manifest.json");
        JsonNode environment = bundle.path("server").path("mcp_config").path("env");
        List<JsonNode> variables = json("server.json")
                .path("packages")
                .path(0)
                .path("environmentVariables")
                .valueStream()
                .toList();
        String reference = Files.readString(ROOT.resolve("docs/reference/configuration.md"));

        assertThat(variables).hasSize(4).allSatisfy(variable -> {
            assertThat(variable.propertyNames())
                    .isSubsetOf("name", "description", "isRequired", "isSecret", "default", "choices");
            assertThat(reference).contains("`" + text(variable, "name") + "`");
            assertThat(text(variable, "description")).isNotBlank();
            if (variable.has("choices")) {
                assertThat(variable.path("choices").valueStream().map(JsonNode::asString))
                        .contains(text(variable, "default"));
            }
        });
        assertThat(variables)
                .extracting(variable -> text(variable, "name"))
                .hasSameElementsAs(environment.propertyNames());
        assertThat(environment.valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(bundle.path("user_config").propertyNames().stream()
                        .map(name -> "${user_config." + name + "}")
                        .toList());
    }

    /// A launcher for each shell, and the bundle's own line for Windows, which starts Java without any.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/dist/bin/proxmox-mcp.cmd",
                "src/main/packages/portable/powershell/proxmox-mcp.ps1",
                "src/main/packages/mcpb/manifest.json"
            })
    void whateverStartsTheProgramGivesTheRuntimeTheSameOptions(String file) throws IOException {
        Path server = ROOT.resolve("server");
        Set<String> options = runtimeOptions(Files.readString(server.resolve("src/main/dist/bin/proxmox-mcp")));
        String text = Files.readString(server.resolve(file));

        assertThat(options).hasSize(13);
        if (file.endsWith(".json")) {
            options.removeIf(option -> option.contains("G1") || option.contains("HeapFreeRatio"));
        }
        assertThat(runtimeOptions(text)).isEqualTo(options);
        assertThat(text)
                .contains("-Dproxmox-mcp.launcher=", "-Dproxmox-mcp.cache=", "io.github.proxmoxmcp.server.Main");
    }

    private static Set<String> runtimeOptions(String launcher) {
        return Pattern.compile("--enable-native-access=[A-Z-]+|-X(?:log|ms|mx|X:(?!AOTCache))[\\w:+=*,.-]*")
                .matcher(launcher)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deb/config.yaml", "docker/config.yaml"})
    void theConfigurationThatComesWithAPackageIsReadAsItIsAndFilledIn(String name) throws IOException {
        String empty = Files.readString(SOURCES.resolve(name));
        String filled = Pattern.compile("(?m)^#(?= )(?! [A-Za-z])")
                .matcher(empty.replace("clusters: {}", "clusters:"))
                .replaceAll("")
                .replace("AA:BB:…", "AB:".repeat(31) + "AB")
                .replaceAll("token_file: .*", "token_file: " + token());

        assertThat(read(empty).clusters()).isEmpty();
        assertThat(read(filled).clusters())
                .singleElement()
                .satisfies(cluster -> assertThat(cluster.name()).isEqualTo("home"));
    }

    @Test
    void theContainerIsConfiguredForTheCommandThatItRuns() throws IOException {
        Path file =
                Files.writeString(folder.resolve("c.yaml"), Files.readString(SOURCES.resolve("docker/config.yaml")));
        String docker = Files.readString(SOURCES.resolve("docker/Dockerfile"));
        String compose = Files.readString(SOURCES.resolve("docker/compose.yaml"));

        Configuration served = new ConfigurationReader(Map.of(), folder)
                .read(new CommandSettings(
                        Optional.empty(),
                        Optional.of(file.toString()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("0.0.0.0:8765"),
                        false,
                        true));

        assertThat(docker).contains("CMD [\"serve\", \"--http\", \"0.0.0.0:8765\", \"--behind-proxy\"]");
        assertThat(served.http().orElseThrow().allowedHosts()).contains("localhost");
        assertThat(compose).contains("./config.yaml:/run/config.yaml:ro", "PROXMOX_MCP_CONFIG: /run/config.yaml");
        assertThat(Stream.of("token", "config.yaml").map(name -> "./" + name + ":"))
                .allMatch(compose::contains);
    }

    private Path token() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "joe@pve!mcp=0b6d9b2e");
        return Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    }

    private Configuration read(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);
        return new ConfigurationReader(Map.of("PROXMOX_MCP_CONFIG", file.toString()), folder)
                .read(CommandSettings.none());
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    private static JsonNode json(String file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(SOURCES.resolve(file)));
    }
}
