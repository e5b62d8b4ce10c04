package io.github.proxmoxmcp.server.config;

import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.QuietHours;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.tool.Flattened;
import io.github.proxmoxmcp.server.tool.Names;
import io.github.proxmoxmcp.server.tool.Range;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The section `notify`. See [NotifySettings].
record NotifySection(
        Optional<String> page,
        Optional<ZoneId> timeZone,
        @Range(min = 0, max = 3600) Optional<Integer> settleSeconds,
        Optional<Quiet> quietHours,
        Map<String, Target> targets) {

    /// Whose address lets in everybody who knows it.
    private static final Set<Form> SECRET_ADDRESS = Set.of(Form.SLACK, Form.DISCORD, Form.TEAMS);

    private static final Set<Form> WITH_SECRET = Set.of(Form.JSON, Form.GOTIFY, Form.TELEGRAM, Form.MATRIX);
    private static final Set<Form> WITH_RECIPIENT = Set.of(Form.TELEGRAM, Form.MATRIX, Form.MAIL);
    private static final Set<Topic> TOPICS_UNLESS_TOLD = Set.of(Topic.PROBLEMS, Topic.PLANS, Topic.UNREADABLE);

    NotifySection {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("'targets' is missing: nobody would be told anything");
        }
        SectionNames.check("target", targets.keySet());
        Optional<URI> _ = page.map(text -> web("page", text));
    }

    /// @param usual the zone that is meant where this section names none
    NotifySettings settings(ZoneId usual) {
        return new NotifySettings(
                page.map(text -> web("page", text)),
                timeZone.orElse(usual),
                Duration.ofSeconds(settleSeconds.orElse(10)),
                quietHours.map(Quiet::settings),
                targets.entrySet().stream()
                        .map(entry -> entry.getValue().settings(entry.getKey()))
                        .toList());
    }

    /// As `find_problems` names them; a test compares.
    enum Severity {
        CRITICAL,
        WARNING,
        INFO
    }

    /// As `find_problems` names them; a test compares.
    enum Area {
        QUORUM,
        NODE,
        HA,
        STORAGE,
        DISK,
        BACKUP,
        GUEST,
        REPLICATION,
        TASK,
        SNAPSHOT,
        CERTIFICATE,
        UPDATE,
        MIGRATION,
        CAPACITY,
        DRIFT
    }

    record Quiet(LocalTime from, LocalTime to, Optional<Severity> except) {

        private QuietHours settings() {
            return new QuietHours(from, to, word(except.orElse(Severity.CRITICAL)));
        }
    }

    record Rules(
            Optional<Severity> severity, Set<Topic> tell, Set<Area> areas, Set<String> tags, Set<String> clusters) {

        private Rule settings() {
            return new Rule(
                    tell.isEmpty() ? TOPICS_UNLESS_TOLD : tell,
                    word(severity.orElse(Severity.WARNING)),
                    areas.stream().map(NotifySection::word).collect(Collectors.toUnmodifiableSet()),
                    tags,
                    clusters);
        }
    }

    record Target(
            Optional<Form> form,
            Optional<String> url,
            Optional<Secret> urlFile,
            Optional<Secret> secretFile,
            Optional<String> user,
            Optional<String> from,
            List<String> to,
            Optional<Path> caFile,
            @Flattened Rules rule,
            List<Rules> rules) {

        Target {
            Form ours = form.orElse(Form.JSON);
            require("secret_file", WITH_SECRET.contains(ours) && secretFile.isEmpty(), ours);
            require("to", WITH_RECIPIENT.contains(ours) && to.isEmpty(), ours);
            require("from", ours == Form.MAIL && from.isEmpty(), ours);
            require("user", ours == Form.MAIL && secretFile.isPresent() && user.isEmpty(), ours);
            URI _ = address(ours, url, urlFile);
        }

        private NotifySettings.Target settings(String name) {
            Form ours = form.orElse(Form.JSON);
            return new NotifySettings.Target(
                    name,
                    ours,
                    address(ours, url, urlFile),
                    secretFile,
                    user,
                    from,
                    to,
                    caFile,
                    rules.isEmpty()
                            ? List.of(rule.settings())
                            : rules.stream().map(Rules::settings).toList());
        }

        private static void require(String key, boolean missing, Form form) {
            if (missing) {
                throw new IllegalArgumentException("'" + key + "' is missing, which form '" + word(form) + "' needs");
            }
        }

        private static URI address(Form form, Optional<String> url, Optional<Secret> urlFile) {
            if (SECRET_ADDRESS.contains(form) && url.isPresent()) {
                throw new IllegalArgumentException("whoever knows this address can write there, so it is a secret: put"
                        + " it into a file of its own (chmod 600) and name that with 'url_file'");
            }
            String text = urlFile.map(Secret::reveal)
                    .or(() -> url)
                    .or(() -> form == Form.TELEGRAM ? Optional.of("https://api.telegram.org") : Optional.empty())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + (SECRET_ADDRESS.contains(form) ? "url_file" : "url") + "' is missing"));
            return form == Form.MAIL ? mail(text) : web("url", text);
        }
    }

    /// Never shows an address that came from a file.
    private static URI web(String key, String text) {
        return uri(text)
                .filter(url -> HttpSettings.isTrustworthy(url)
                        && Set.of("https", "http").contains(url.getScheme())
                        && url.getUserInfo() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + key + "' must be an https address without a user in it (http on this machine only)"));
    }

    private static URI mail(String text) {
        return uri(text)
                .filter(url -> Set.of("smtps", "smtp").contains(String.valueOf(url.getScheme()))
                        && url.getHost() != null
                        && url.getUserInfo() == null)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'url' of mail is smtps://HOST[:465] or" + " smtp://HOST[:587], which must offer STARTTLS"));
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String word(Enum<?> constant) {
        return Names.snake(constant.name());
    }
}
