package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts together what the command line, the environment and the configuration file say, in this order of rank.
public final class ConfigurationReader {

    private static final List<String> CLUSTER_KEYS =
            List.of("url", "token_file", "token_env", "ca_file", "fingerprint", "scope");

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
        YamlFile file = read.map(YamlFile::read)
                .orElseGet(YamlFile::empty)
                .only(List.of(
                        "access",
                        "state",
                        "time_zone",
                        "clusters",
                        "sync",
                        "retention",
                        "http",
                        "approval",
                        "scope",
                        "audit",
                        "run_in_guest",
                        "download_from",
                        "manifests",
                        "notify"));
        Optional<ZoneId> zone = variable("PROXMOX_MCP_TIME_ZONE")
                .or(() -> file.text("time_zone"))
                .map(ConfigurationReader::zone);
        Optional<DemoSettings> demo = settings.demo().map(ConfigurationReader::demo);
        return new Configuration(
                origin(settings, read),
                access(settings.access()
                        .or(() -> variable("PROXMOX_MCP_ACCESS"))
                        .or(() -> file.text("access"))
                        .orElse("read")),
                demo.isPresent() ? settings.state() : Optional.of(state(settings, file)),
                demo.isPresent() ? List.of() : clusters(file.section("clusters")),
                demo,
                new MemorySettings(sync(file.section("sync")), retention(file.section("retention"))),
                new HttpReader(this::expand)
                        .read(
                                file.section("http"),
                                settings,
                                settings.http()
                                        .filter(text -> !text.isEmpty())
                                        .or(() -> variable("PROXMOX_MCP_HTTP"))
                                        .or(settings::http)),
                PolicyReader.read(file),
                audit(file.section("audit"), demo.isPresent() ? settings.state() : Optional.of(state(settings, file))),
                zone,
                manifests(file.section("manifests")),
                file.has("notify")
                        ? new NotifyReader(this::expand, zone.orElseGet(ZoneId::systemDefault))
                                .read(file.section("notify"))
                        : Optional.empty());
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

    private String state(CommandSettings settings, YamlFile file) {
        return settings.state()
                .or(() -> variable("PROXMOX_MCP_STATE"))
                .or(() -> file.text("state"))
                .map(text -> isUrl(text) ? text : expand(text).toString())
                .orElseGet(() -> DataDirectory.of(environment, System.getProperty("os.name", ""), home)
                        .resolve("state.db")
                        .toString());
    }

    /// Whether the text is a URL: as a path it would lose a slash and pass for a file.
    private static boolean isUrl(String text) {
        return text.startsWith("jdbc:") || text.contains("://");
    }

    private List<ClusterConfiguration> clusters(YamlFile file) {
        List<ClusterConfiguration> fromFile = file.sections().entrySet().stream()
                .map(entry -> cluster(entry.getKey(), entry.getValue()))
                .toList();
        return Stream.concat(fromEnvironment().stream(), fromFile.stream()).toList();
    }

    private ClusterConfiguration cluster(String name, YamlFile file) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new ConfigurationException(
                    file.where() + ": a cluster's name has letters, digits, '.', '_' and '-' only");
        }
        if (file.text("token").isPresent()) {
            throw new ConfigurationException(file.where() + ": a secret does not belong in the configuration;"
                    + " put it into a file of its own (chmod 600) and name that with 'token_file',"
                    + " or name an environment variable with 'token_env'");
        }
        file.only(CLUSTER_KEYS);
        ApiToken token = file.text("token_file")
                .map(path -> ConfiguredSecret.tokenFile(expand(path), file.where() + ": token_file"))
                .or(() -> file.text("token_env")
                        .map(variable -> ConfiguredSecret.token(
                                variable(variable).orElse(""), file.where() + ": token_env (" + variable + ")")))
                .orElseThrow(
                        () -> new ConfigurationException(file.where() + ": 'token_file' or 'token_env' is missing"));
        Trust trust = trust(file.text("ca_file"), file.text("fingerprint"), file.where());
        return new ClusterConfiguration(name, connection(file.texts("url"), token, trust, file.where()));
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
        Trust trust = trust(variable("PROXMOX_CA_FILE"), variable("PROXMOX_FINGERPRINT"), "PROXMOX_CA_FILE");
        ConnectionSettings connection = connection(endpoints, secret, trust, "PROXMOX_URL");
        return Optional.of(
                new ClusterConfiguration(connection.endpoints().getFirst().getHost(), connection));
    }

    private Trust trust(Optional<String> caFile, Optional<String> fingerprint, String where) {
        if (caFile.isPresent() && fingerprint.isPresent()) {
            throw new ConfigurationException(
                    where + ": a CA file and a fingerprint are both given; one of them is enough, leave out the other");
        }
        try {
            return caFile.<Trust>map(path -> new Trust.CaFile(expand(path)))
                    .or(() -> fingerprint.map(Trust.Fingerprint::new))
                    .orElseGet(Trust.SystemAuthorities::new);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(where.replace("CA_FILE", "FINGERPRINT") + ": " + e.getMessage(), e);
        }
    }

    private static ConnectionSettings connection(List<String> urls, ApiToken token, Trust trust, String where) {
        try {
            return ConnectionSettings.of(urls.stream().map(Endpoints::one).toList(), token, trust);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(where + ": " + e.getMessage(), e);
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

    private static SyncSettings sync(YamlFile file) {
        file.only(List.of("interval_seconds", "idle_interval_seconds", "concurrency"));
        SyncSettings usual = SyncSettings.usual();
        return new SyncSettings(
                file.number("interval_seconds").map(Duration::ofSeconds).orElse(usual.interval()),
                file.number("idle_interval_seconds").map(Duration::ofSeconds).orElse(usual.idleInterval()),
                file.number("concurrency").orElse(usual.concurrency()));
    }

    private static RetentionSettings retention(YamlFile file) {
        file.only(List.of("changes_days", "tasks_days"));
        return RetentionSettings.ofDays(
                file.number("changes_days").orElse(400),
                file.number("tasks_days").orElse(90));
    }

    private Optional<ManifestSettings> manifests(YamlFile file) {
        file.only(List.of("directory", "tools"));
        Optional<Path> directory = file.text("directory").map(this::expand);
        return directory.isPresent() || file.flag("tools")
                ? Optional.of(new ManifestSettings(directory))
                : Optional.empty();
    }

    /// The key lies beside a state that is a file; beside a database there is no place.
    private AuditSettings audit(YamlFile file, Optional<String> state) {
        file.only(List.of("key_file", "anchor"));
        return new AuditSettings(
                file.text("key_file")
                        .map(this::expand)
                        .or(() -> state.filter(text -> !text.startsWith("jdbc:"))
                                .map(text -> Path.of(text).resolveSibling("audit.key"))),
                file.text("anchor")
                        .map(text -> text.contains("://") ? text : expand(text).toString()));
    }

    private Path expand(String path) {
        return path.startsWith("~/") ? home.resolve(path.substring(2)) : Path.of(path);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
