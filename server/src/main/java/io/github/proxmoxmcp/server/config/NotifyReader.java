package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.QuietHours;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.tool.Names;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Reads the section `notify`.
final class NotifyReader {

    /// As `find_problems` names them; a test compares.
    static final List<String> SEVERITIES = List.of("critical", "warning", "info");

    /// As `find_problems` names them; a test compares.
    static final List<String> AREAS = List.of(
            "quorum",
            "node",
            "ha",
            "storage",
            "disk",
            "backup",
            "guest",
            "replication",
            "task",
            "snapshot",
            "certificate",
            "update",
            "migration",
            "capacity",
            "drift");

    /// Whose address lets in everybody who knows it.
    private static final Set<Form> SECRET_ADDRESS = Set.of(Form.SLACK, Form.DISCORD, Form.TEAMS);

    private static final Set<Form> WITH_SECRET = Set.of(Form.JSON, Form.GOTIFY, Form.TELEGRAM, Form.MATRIX);
    private static final Set<Form> WITH_RECIPIENT = Set.of(Form.TELEGRAM, Form.MATRIX, Form.MAIL);
    private static final Set<Topic> TOPICS_UNLESS_TOLD = Set.of(Topic.PROBLEMS, Topic.PLANS, Topic.UNREADABLE);

    private final Function<String, Path> expand;
    private final ZoneId zone;

    NotifyReader(Function<String, Path> expand, ZoneId zone) {
        this.expand = expand;
        this.zone = zone;
    }

    /// Absent where the section is not there.
    Optional<NotifySettings> read(YamlFile file) {
        file.only(List.of("page", "time_zone", "settle_seconds", "quiet_hours", "targets"));
        if (file.isEmpty()) {
            return Optional.empty();
        }
        List<Target> targets = file.section("targets").sections().entrySet().stream()
                .map(entry -> target(entry.getKey(), entry.getValue()))
                .toList();
        if (targets.isEmpty()) {
            throw new ConfigurationException(file.where() + ": 'targets' is missing: nobody would be told anything");
        }
        int settle = file.number("settle_seconds").orElse(10);
        if (settle < 0 || settle > 3600) {
            throw new ConfigurationException(file.where() + ": 'settle_seconds' must be from 0 to 3600, not " + settle);
        }
        return Optional.of(new NotifySettings(
                file.text("page").map(text -> web(file, "page", text)),
                file.text("time_zone").map(text -> zone(file, text)).orElse(zone),
                Duration.ofSeconds(settle),
                quiet(file.section("quiet_hours")),
                targets));
    }

    private static Optional<QuietHours> quiet(YamlFile file) {
        file.only(List.of("from", "to", "except"));
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(new QuietHours(
                        time(file, "from"),
                        time(file, "to"),
                        one(file, "except", file.text("except").orElse("critical"), SEVERITIES)));
    }

    private Target target(String name, YamlFile file) {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new ConfigurationException(
                    file.where() + ": a target's name has letters, digits, '.', '_' and '-' only");
        }
        file.only(List.of(
                "form",
                "url",
                "url_file",
                "secret_file",
                "user",
                "from",
                "to",
                "ca_file",
                "severity",
                "tell",
                "areas",
                "tags",
                "clusters",
                "rules"));
        Form form = named(file, "form", file.text("form").orElse("json"), Form.values());
        Optional<Secret> secret = file.text("secret_file").map(path -> secret(file, "secret_file", path));
        require(file, "secret_file", WITH_SECRET.contains(form) && secret.isEmpty(), form);
        require(file, "to", WITH_RECIPIENT.contains(form) && file.texts("to").isEmpty(), form);
        require(file, "from", form == Form.MAIL && !file.has("from"), form);
        require(file, "user", form == Form.MAIL && secret.isPresent() && !file.has("user"), form);
        List<Rule> rules = file.list("rules").stream()
                .map(rule -> rule(rule.only(List.of("severity", "tell", "areas", "tags", "clusters"))))
                .toList();
        return new Target(
                name,
                form,
                url(file, form),
                secret,
                file.text("user"),
                file.text("from"),
                file.texts("to"),
                file.text("ca_file").map(expand),
                rules.isEmpty() ? List.of(rule(file)) : rules);
    }

    private static Rule rule(YamlFile file) {
        Set<Topic> topics = file.texts("tell").stream()
                .map(text -> named(file, "tell", text, Topic.values()))
                .collect(Collectors.toUnmodifiableSet());
        return new Rule(
                topics.isEmpty() ? TOPICS_UNLESS_TOLD : topics,
                one(file, "severity", file.text("severity").orElse("warning"), SEVERITIES),
                file.texts("areas").stream()
                        .map(area -> one(file, "areas", area, AREAS))
                        .collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(file.texts("tags")),
                Set.copyOf(file.texts("clusters")));
    }

    private URI url(YamlFile file, Form form) {
        if (SECRET_ADDRESS.contains(form) && file.has("url")) {
            throw new ConfigurationException(file.where() + ": whoever knows this address can write there, so it is a"
                    + " secret: put it into a file of its own (chmod 600) and name that with 'url_file'");
        }
        String text = file.text("url_file")
                .map(path -> secret(file, "url_file", path).reveal())
                .or(() -> file.text("url"))
                .or(() -> form == Form.TELEGRAM ? Optional.of("https://api.telegram.org") : Optional.empty())
                .orElseThrow(() -> new ConfigurationException(
                        file.where() + ": '" + (SECRET_ADDRESS.contains(form) ? "url_file" : "url") + "' is missing"));
        return form == Form.MAIL ? mail(file, text) : web(file, "url", text);
    }

    /// Never shows an address that came from a file.
    private static URI web(YamlFile file, String key, String text) {
        return uri(text)
                .filter(url -> HttpSettings.isTrustworthy(url)
                        && Set.of("https", "http").contains(url.getScheme())
                        && url.getUserInfo() == null)
                .orElseThrow(() -> new ConfigurationException(file.where() + ": '" + key
                        + "' must be an https address without a user in it (http on this machine only)"));
    }

    private static URI mail(YamlFile file, String text) {
        return uri(text)
                .filter(url -> Set.of("smtps", "smtp").contains(String.valueOf(url.getScheme()))
                        && url.getHost() != null
                        && url.getUserInfo() == null)
                .orElseThrow(() -> new ConfigurationException(file.where() + ": 'url' of mail is smtps://HOST[:465] or"
                        + " smtp://HOST[:587], which must offer STARTTLS"));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Secret secret(YamlFile file, String key, String path) {
        return Secret.of(ConfiguredSecret.file(expand.apply(path), file.where() + ": " + key, "the secret"));
    }

    private static void require(YamlFile file, String key, boolean missing, Form form) {
        if (missing) {
            throw new ConfigurationException(file.where() + ": '" + key + "' is missing, which form '"
                    + form.name().toLowerCase(Locale.ROOT) + "' needs");
        }
    }

    private static LocalTime time(YamlFile file, String key) {
        String text = file.text(key).orElse("");
        try {
            return LocalTime.parse(text);
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    file.where() + ": '" + key + "' must be a time of the day in quotes, not '" + text + "'", e);
        }
    }

    private static ZoneId zone(YamlFile file, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ConfigurationException(
                    file.where() + ": 'time_zone' must be a name such as Europe/Berlin, not '" + text + "'", e);
        }
    }

    private static <E extends Enum<E>> E named(YamlFile file, String key, String text, E[] values) {
        List<String> names =
                Arrays.stream(values).map(value -> Names.snake(value.name())).toList();
        return values[names.indexOf(one(file, key, text, names))];
    }

    private static String one(YamlFile file, String key, String text, List<String> known) {
        if (!known.contains(text)) {
            throw new ConfigurationException(file.where() + ": '" + key + "' must be one of " + String.join(", ", known)
                    + ", not '" + text + "'");
        }
        return text;
    }
}
