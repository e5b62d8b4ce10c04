package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Puts together what the command line, the environment and the configuration file say, in this order of rank.
public final class ConfigurationReader {

    /// What the packaged service reads; only root may.
    private static final Path OF_THE_SERVICE = Path.of("/etc/proxmox-mcp");

    private final Map<String, String> environment;
    private final Path home;
    private final Path service;

    public ConfigurationReader(Map<String, String> environment, Path home) {
        this(environment, home, OF_THE_SERVICE);
    }

    ConfigurationReader(Map<String, String> environment, Path home, Path service) {
        this.environment = environment;
        this.home = home;
        this.service = service;
    }

    /// @throws ConfigurationException when something is wrong, with what to write instead
    public Configuration read(CommandSettings settings) {
        Optional<Path> read = settings.config()
                .or(() -> variable("PROXMOX_MCP_CONFIG"))
                .map(this::expand)
                .or(() -> usualFile(settings));
        String where = read.map(Path::toString).orElse("configuration");
        ConfigurationSections file = new ConfigurationYaml(this::expand)
                .read(where, read.map(ConfigurationReader::text).orElse(""), ConfigurationSections.class);
        Optional<ZoneId> zone =
                variable("PROXMOX_MCP_TIME_ZONE").map(ConfigurationReader::zone).or(file::timeZone);
        Optional<DemoSettings> demo = settings.demo().map(ConfigurationReader::demo);
        Optional<String> state = demo.isPresent() ? settings.state() : Optional.of(state(settings, file));
        return new Configuration(
                origin(settings, read),
                settings.access()
                        .or(() -> variable("PROXMOX_MCP_ACCESS"))
                        .map(ConfigurationReader::access)
                        .or(file::access)
                        .orElse(Access.READ),
                state,
                demo.isPresent() ? List.of() : clusters(where, file),
                demo,
                file.memory(),
                file.http()
                        .settings(
                                settings,
                                settings.http()
                                        .filter(text -> !text.isEmpty())
                                        .or(() -> variable("PROXMOX_MCP_HTTP"))
                                        .or(settings::http)),
                file.permissions(),
                audit(file.audit(), state),
                zone,
                file.manifests().settings(),
                file.notifications().map(section -> section.settings(zone.orElseGet(ZoneId::systemDefault))));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "cannot read the configuration file " + file + ": create it, or name another one with --config", e);
        }
    }

    /// What `init` writes, or else what the service beside us reads, where nothing else says which cluster it is about.
    private Optional<Path> usualFile(CommandSettings settings) {
        return settings.demo().isPresent() || variable("PROXMOX_URL").isPresent()
                ? Optional.empty()
                : Optional.of(own())
                        .filter(Files::exists)
                        .or(() -> Optional.of(service.resolve("config.yaml")).filter(Files::isReadable));
    }

    private Path own() {
        return ConfigurationDirectory.of(environment, System.getProperty("os.name", ""), home)
                .resolve("config.yaml");
    }

    private String origin(CommandSettings settings, Optional<Path> read) {
        List<String> sources = Stream.of(
                        settings.demo().map(_ -> "--demo"),
                        read.map(Path::toString),
                        variable("PROXMOX_URL").map(_ -> "PROXMOX_URL"))
                .flatMap(Optional::stream)
                .toList();
        return sources.isEmpty()
                ? "there is no " + own() + ", and PROXMOX_URL is not set"
                        + (Files.exists(service)
                                ? "; what the service here reads, in " + service + ", only root may"
                                : "")
                : String.join(" and ", sources);
    }

    private String state(CommandSettings settings, ConfigurationSections file) {
        return settings.state()
                .or(() -> variable("PROXMOX_MCP_STATE"))
                .or(file::state)
                .map(text -> isUrl(text) ? text : expand(text).toString())
                .orElseGet(() -> DataDirectory.of(environment, System.getProperty("os.name", ""), home)
                        .resolve("state.db")
                        .toString());
    }

    /// Whether the text is a URL: as a path it would lose a slash and pass for a file.
    private static boolean isUrl(String text) {
        return text.startsWith("jdbc:") || text.contains("://");
    }

    private List<ClusterConfiguration> clusters(String where, ConfigurationSections file) {
        return Stream.concat(
                        fromEnvironment().stream(),
                        file.clusters().entrySet().stream()
                                .map(entry -> new ClusterConfiguration(
                                        entry.getKey(),
                                        entry.getValue()
                                                .connection(where + ": clusters: " + entry.getKey(), this::variable))))
                .toList();
    }

    /// The one cluster that the environment describes. It is named after the host of its first endpoint, so that the
    /// memories of two clusters never mix when somebody changes the variable.
    private Optional<ClusterConfiguration> fromEnvironment() {
        Optional<String> url = variable("PROXMOX_URL");
        Optional<String> tokenFile = variable("PROXMOX_TOKEN_FILE");
        Optional<String> token = variable("PROXMOX_TOKEN");
        if (url.isEmpty()) {
            if (token.isPresent() || tokenFile.isPresent()) {
                throw new ConfigurationException(
                        "PROXMOX_URL is missing: set it to the cluster's endpoint, such as https://pve1:8006");
            }
            return Optional.empty();
        }
        if (token.isPresent() == tokenFile.isPresent()) {
            throw new ConfigurationException("PROXMOX_URL is set, so one of PROXMOX_TOKEN (USER@REALM!ID=SECRET) and"
                    + " PROXMOX_TOKEN_FILE (a file that holds it) must be too, and not both");
        }
        ApiToken secret = token.map(text -> ConfiguredSecret.token(text, "PROXMOX_TOKEN"))
                .orElseGet(() -> ConfiguredSecret.tokenFile(expand(tokenFile.orElseThrow()), "PROXMOX_TOKEN_FILE"));
        List<String> endpoints =
                Arrays.stream(url.get().split(",")).map(String::strip).toList();
        Trust trust = named(
                "PROXMOX_CA_FILE and PROXMOX_FINGERPRINT",
                () -> ClusterSection.trust(
                        variable("PROXMOX_CA_FILE").map(this::expand), variable("PROXMOX_FINGERPRINT")));
        ConnectionSettings connection = named("PROXMOX_URL", () -> ClusterSection.connection(endpoints, secret, trust));
        return Optional.of(
                new ClusterConfiguration(connection.endpoints().getFirst().getHost(), connection));
    }

    private static <T> T named(String variable, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(variable + ": " + e.getMessage(), e);
        }
    }

    private static Access access(String text) {
        return Arrays.stream(Access.values())
                .filter(access -> access.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "access must be read, operate or admin, not '" + text.toLowerCase(Locale.ROOT) + "'"));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    "time_zone must be a name such as Europe/Berlin, or UTC, not '" + text + "'", e);
        }
    }

    private static DemoSettings demo(String text) {
        try {
            return DemoSettings.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--demo: " + e.getMessage(), e);
        }
    }

    /// The key lies beside a state that is a file; beside a database there is no place.
    private AuditSettings audit(ConfigurationSections.Audit section, Optional<String> state) {
        return new AuditSettings(
                section.keyFile()
                        .or(() -> state.filter(text -> !text.startsWith("jdbc:"))
                                .map(text -> Path.of(text).resolveSibling("audit.key"))),
                section.anchor()
                        .map(text -> text.contains("://") ? text : expand(text).toString()));
    }

    private Path expand(String path) {
        return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
