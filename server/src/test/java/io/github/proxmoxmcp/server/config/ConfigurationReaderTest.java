package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.RecordReader;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {

    private static final String SECRET = "0b6d9b2e-1111-2222-3333-444455556666";
    private static final String TOKEN = "root@pam!mcp=" + SECRET;

    private static final Pattern SECTION = Pattern.compile("io\\.github\\.proxmoxmcp\\.server\\.[\\w.$]+");

    /// They are written as one text.
    private static final Set<Class<?>> VALUES =
            Set.of(VmidRange.class, HttpsUrl.class, PolicySection.DownloadPrefix.class);

    @TempDir
    private Path folder;

    @Test
    void nothingConfiguredIsFine() {
        Configuration configuration = read(Map.of(), CommandSettings.none());

        assertThat(configuration.access()).isEqualTo(Access.READ);
        assertThat(configuration.clusters()).isEmpty();
        assertThat(configuration.state())
                .contains(folder.resolve(".local/share/proxmox-mcp/state.db").toString());
    }

    @Test
    void theEnvironmentDescribesOneClusterNamedAfterItsFirstEndpoint() {
        Configuration configuration = read(
                Map.of("PROXMOX_URL", "https://pve1:8006, https://pve2:8006", "PROXMOX_TOKEN", TOKEN),
                CommandSettings.none());

        assertThat(configuration.clusters()).hasSize(1);
        assertThat(configuration.clusters().getFirst().name()).isEqualTo("pve1");
        assertThat(configuration.clusters().getFirst().connection().endpoints()).hasSize(2);
        assertThat(configuration.clusters().getFirst().connection().trust())
                .isInstanceOf(Trust.SystemAuthorities.class);
    }

    @Test
    void anAddressIsUnderstoodAsPeopleWriteIt() throws IOException {
        Map<String, String> written = Map.of(
                "pve1", "https://pve1:8006",
                "127.0.0.1:18006", "https://127.0.0.1:18006",
                "https://pve1:8006/", "https://pve1:8006",
                "2001:db8::1", "https://[2001:db8::1]:8006",
                "[2001:db8::1]:18006", "https://[2001:db8::1]:18006");
        Path token = secretFile("rw-------");

        written.forEach((text, url) -> {
            Configuration environment =
                    read(Map.of("PROXMOX_URL", text, "PROXMOX_TOKEN", TOKEN), CommandSettings.none());
            Configuration file = read(
                    Map.of(), withConfig(file("clusters: {a: {url: ['%s'], token_file: %s}}".formatted(text, token))));

            assertThat(List.of(environment, file))
                    .allSatisfy(read -> assertThat(
                                    read.clusters().getFirst().connection().endpoints())
                            .containsExactly(URI.create(url)));
        });
    }

    @Test
    void aUrlIsNeverTakenForTheFileOfAState() {
        assertThat(read(Map.of("PROXMOX_MCP_STATE", "postgresql://db/x"), CommandSettings.none())
                        .state())
                .contains("postgresql://db/x");
    }

    @Test
    void tellsWhereItWasReadAndWhereItLooked() throws IOException {
        Path service = Files.createDirectory(folder.resolve("etc"));
        ConfigurationReader reader = new ConfigurationReader(Map.of(), folder, service);

        String nothing = reader.read(CommandSettings.none()).origin();
        Path ofTheService = Files.writeString(service.resolve("config.yaml"), "access: operate\n");
        Configuration beside = reader.read(CommandSettings.none());
        Path own = folder.resolve(".config/proxmox-mcp/config.yaml");
        Files.createDirectories(own.getParent());
        Files.writeString(own, "access: admin\n");

        assertThat(nothing).contains("there is no " + own, "PROXMOX_URL is not set", service.toString());
        assertThat(beside.origin()).isEqualTo(ofTheService.toString());
        assertThat(beside.access()).isEqualTo(Access.OPERATE);
        assertThat(reader.read(CommandSettings.none()).access()).isEqualTo(Access.ADMIN);
    }

    @Test
    void theHomeIsWhereTheShellSaysItIs() {
        assertThat(HomeDirectory.of(Map.of("HOME", "/some/where"), "Linux")).isEqualTo(Path.of("/some/where"));
        assertThat(HomeDirectory.of(Map.of("HOME", "/c/Users/joe"), "Windows 11"))
                .isEqualTo(Path.of(System.getProperty("user.home")));
        assertThat(HomeDirectory.of(Map.of(), "Linux")).isEqualTo(Path.of(System.getProperty("user.home")));
    }

    @Test
    void theCommandLineStandsAboveTheEnvironmentAndThisAboveTheFile() throws IOException {
        Path file = file("access: read\nstate: /from/file.db\nsync:\n  interval_seconds: 5\n");
        CommandSettings settings = new CommandSettings(
                Optional.of("admin"), Optional.of(file.toString()), Optional.empty(), Optional.empty());

        Configuration configuration =
                read(Map.of("PROXMOX_MCP_ACCESS", "operate", "PROXMOX_MCP_STATE", "/from/env.db"), settings);

        assertThat(configuration.access()).isEqualTo(Access.ADMIN);
        assertThat(configuration.state()).contains("/from/env.db");
        assertThat(configuration.sync().interval()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theFileDescribesSeveralClusters() throws IOException {
        Path token = secretFile("rw-------");
        Path file = file("""
            clusters:
              home:
                url: https://pve1:8006
                token_file: %s
              work:
                url: [https://a:8006, https://b:8006]
                token_env: WORK_TOKEN
                fingerprint: %s
            """.formatted(token, "AB:".repeat(31) + "AB"));

        Configuration configuration = read(Map.of("WORK_TOKEN", TOKEN), withConfig(file));

        assertThat(configuration.clusters())
                .extracting(ClusterConfiguration::name)
                .containsExactly("home", "work");
        assertThat(configuration.clusters().get(1).connection().trust()).isInstanceOf(Trust.Fingerprint.class);
    }

    @Test
    void theExampleOfTheReferenceIsUnderstood() throws IOException {
        Path token = secretFile("rw-------");
        String page = Files.readString(
                Path.of(System.getProperty("repository.root"), "docs", "reference", "configuration.md"));
        String yaml = page.replaceFirst("(?s).*?```yaml\n(.*?)```.*", "$1")
                .replaceAll("~/.config/proxmox-mcp/\\w+.token", token.toString())
                .replace("AA:BB:…", "AB:".repeat(31) + "AB");

        Configuration configuration = read(Map.of("WORK_TOKEN", TOKEN), withConfig(file(yaml)));

        assertThat(configuration.clusters())
                .extracting(ClusterConfiguration::name)
                .containsExactly("home", "work");
        assertThat(configuration.state())
                .contains(folder.resolve("proxmox/state.db").toString());
    }

    @Test
    void anUnknownKeyNamesTheNearestOne() throws IOException {
        assertWrong("acces: read\n", "unknown key 'acces', did you mean 'access'?");
        assertWrong("clusters:\n  a:\n    urls: x\n", "clusters: a", "did you mean 'url'?");
        assertWrong("sync:\n  intervall_seconds: 3\n", "did you mean 'interval_seconds'?");
    }

    @Test
    void everyKeyIsInTheReference() throws IOException {
        String reference = Files.readString(
                Path.of(System.getProperty("repository.root"), "docs", "reference", "configuration.md"));

        List<String> keys = keys(ConfigurationSections.class).toList();

        assertThat(keys).hasSizeGreaterThan(80).contains("idle_minutes", "token_env", "notify", "vmids");
        assertThat(keys)
                .filteredOn(key -> !reference.matches("(?s).*\\b" + key + "\\b.*"))
                .isEmpty();
    }

    /// The names of the components of a record, and of those records that their types name.
    private static Stream<String> keys(Class<?> section) {
        return Arrays.stream(section.getRecordComponents())
                .flatMap(component -> Stream.concat(
                        Stream.of(component)
                                .filter(given -> !given.isAnnotationPresent(Flattened.class))
                                .map(given -> given.isAnnotationPresent(RecordReader.Named.class)
                                        ? given.getAnnotation(RecordReader.Named.class)
                                                .value()
                                        : Names.snake(given.getName())),
                        SECTION.matcher(component.getGenericType().getTypeName())
                                .results()
                                .flatMap(name -> sections(name.group()))));
    }

    private static Stream<String> sections(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isRecord() && !VALUES.contains(type) ? keys(type) : Stream.empty();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertWrong(
                "acces: read\nsync: {interval_seconds: 0, concurrency: x}\nclusters: {a: {url: pve1}}\nscope: 3\n",
                "config.yaml: unknown key 'acces', did you mean 'access'?; clusters: a: 'token_file' or",
                "; sync: 'interval_seconds' is 0, but must be from 1 to 3600; 'concurrency' is 'x', but must be",
                "; 'scope' must be a mapping of keys to values, not '3'");
    }

    @Test
    void whoFollowsAnotherClusterNeedsNoSecretOfTheConfiguredOnes() {
        CommandSettings demo = new CommandSettings(
                Optional.empty(),
                Optional.of(
                        file("clusters: {a: {url: pve1, token_env: UNSET}}\n").toString()),
                Optional.empty(),
                Optional.of(""));

        assertThat(read(Map.of(), demo).clusters()).isEmpty();
        assertThatThrownBy(() -> read(Map.of(), withConfig(file("clusters: {a: {url: pve1, token_env: UNSET}}\n"))))
                .hasMessageContaining("config.yaml: clusters: a: token_env (UNSET): not an API token");
    }

    @Test
    void aFileInWhichEverythingIsAComment() {
        assertThat(read(Map.of(), withConfig(file("# access: admin\n"))).access())
                .isEqualTo(Access.READ);
    }

    @Test
    void aSecretInTheFileIsRefusedWithoutBeingShown() throws IOException {
        Path file = file("clusters:\n  a:\n    url: https://pve1:8006\n    token: " + TOKEN + "\n");

        assertThatThrownBy(() -> read(Map.of(), withConfig(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("token_file")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void aTokenFileThatOthersCanReadIsRefused() throws IOException {
        Path token = secretFile("rw-r--r--");

        assertThatThrownBy(() -> read(
                        Map.of("PROXMOX_URL", "https://pve1:8006", "PROXMOX_TOKEN_FILE", token.toString()),
                        CommandSettings.none()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void whatIsMissingOrWrongIsSaidWithWhatToWriteInstead() throws IOException {
        assertThatThrownBy(() -> read(Map.of("PROXMOX_TOKEN", TOKEN), CommandSettings.none()))
                .hasMessageContaining("PROXMOX_URL is missing");
        assertThatThrownBy(() -> read(Map.of("PROXMOX_URL", "https://pve1:8006"), CommandSettings.none()))
                .hasMessageContaining("PROXMOX_TOKEN_FILE");
        assertThatThrownBy(() -> read(Map.of("PROXMOX_URL", "pve 1", "PROXMOX_TOKEN", TOKEN), CommandSettings.none()))
                .hasMessageContaining("PROXMOX_URL")
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> read(
                        Map.of("PROXMOX_URL", "https://pve1:8006", "PROXMOX_TOKEN", "wrong-" + SECRET),
                        CommandSettings.none()))
                .hasMessageContaining("USER@REALM!ID=SECRET")
                .message()
                .doesNotContain(SECRET);
        assertThatThrownBy(() -> read(
                        Map.of("PROXMOX_URL", "https://a:8006", "PROXMOX_TOKEN", TOKEN, "PROXMOX_FINGERPRINT", "12:34"),
                        CommandSettings.none()))
                .hasMessageContaining("PROXMOX_FINGERPRINT");
        assertThatThrownBy(() -> read(Map.of("PROXMOX_MCP_ACCESS", "root"), CommandSettings.none()))
                .hasMessageContaining("read, operate or admin");
        assertThatThrownBy(() -> read(Map.of(), withConfig(folder.resolve("none.yaml"))))
                .hasMessageContaining("none.yaml");
        assertWrong("clusters: [1\n", "is not YAML");
        assertWrong("sync:\n  concurrency: 1000\n", "from 1 to 64");
        assertWrong("sync:\n  concurrency: many\n", "whole number");
        assertWrong("retention:\n  changes_days: 0\n", "from 1 to 36500");
    }

    @Test
    void dataLiesWhereThePlatformWantsIt() {
        Path home = Path.of("/home/joe");

        assertThat(DataDirectory.of(Map.of("XDG_DATA_HOME", "/data"), "Linux", home))
                .isEqualTo(Path.of("/data/proxmox-mcp"));
        assertThat(DataDirectory.of(Map.of("XDG_DATA_HOME", "relative"), "Linux", home))
                .isEqualTo(home.resolve(".local/share/proxmox-mcp"));
        assertThat(DataDirectory.of(Map.of(), "Mac OS X", home))
                .isEqualTo(home.resolve("Library/Application Support/proxmox-mcp"));
        assertThat(DataDirectory.of(Map.of("LOCALAPPDATA", "/app"), "Windows 11", home))
                .isEqualTo(Path.of("/app/proxmox-mcp"));
        assertThat(CacheDirectory.of(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home))
                .isEqualTo(home.resolve(".cache/proxmox-mcp"));
        assertThat(CacheDirectory.of(Map.of(), "Mac OS X", home)).isEqualTo(home.resolve("Library/Caches/proxmox-mcp"));
        assertThat(CacheDirectory.of(Map.of("LOCALAPPDATA", "/app"), "Windows 11", home))
                .isEqualTo(Path.of("/app/proxmox-mcp/cache"));
    }

    private void assertWrong(String yaml, String... parts) {
        Path file = file(yaml);
        assertThatThrownBy(() -> read(Map.of(), withConfig(file)))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(parts);
    }

    private Configuration read(Map<String, String> environment, CommandSettings settings) {
        return new ConfigurationReader(environment, folder).read(settings);
    }

    private static CommandSettings withConfig(Path file) {
        return new CommandSettings(Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty());
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("config.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path secretFile(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }
}
