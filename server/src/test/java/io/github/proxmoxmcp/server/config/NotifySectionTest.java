package io.github.proxmoxmcp.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.config.NotifySettings.Form;
import io.github.proxmoxmcp.server.config.NotifySettings.QuietHours;
import io.github.proxmoxmcp.server.config.NotifySettings.Rule;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.problems.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotifySectionTest {

    @TempDir
    private Path folder;

    private NotifySettings read(String yaml) {
        return new ConfigurationYaml(Path::of)
                .read("config.yaml", yaml, ConfigurationSections.class)
                .notifications()
                .orElseThrow()
                .settings(ZoneOffset.UTC);
    }

    private Path secret(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void readsTargetsWithTheirRules() throws IOException {
        Path secret = secret("tk_1");

        NotifySettings settings = read("""
            notify:
              page: https://mcp.example.org
              time_zone: Europe/Berlin
              settle_seconds: 20
              quiet_hours: {from: "22:00", to: "07:00"}
              targets:
                phone: {form: ntfy, url: "https://ntfy.sh/x", secret_file: %s, severity: critical}
                team:
                  form: json
                  url: http://127.0.0.1:9/hook
                  secret_file: %s
                  rules:
                    - {areas: [backup, drift], clusters: home}
                    - {tell: [audit_head]}
                mail: {form: mail, url: "smtps://mail.example.org", from: a@example.org, to: [b@example.org]}
            """.formatted(secret, secret));

        assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.settle()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.page()).contains(URI.create("https://mcp.example.org"));
        assertThat(settings.quiet()).contains(new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), "critical"));
        assertThat(settings.targets()).extracting(Target::form).containsExactly(Form.NTFY, Form.JSON, Form.MAIL);
        assertThat(settings.targets().getFirst().secret().orElseThrow().reveal())
                .isEqualTo("tk_1");
        assertThat(settings.targets().getFirst().rules())
                .containsExactly(new Rule(
                        Set.of(Topic.PROBLEMS, Topic.PLANS, Topic.UNREADABLE),
                        "critical",
                        Set.of(),
                        Set.of(),
                        Set.of()));
        assertThat(settings.targets().get(1).rules())
                .containsExactly(
                        new Rule(
                                Set.of(Topic.PROBLEMS, Topic.PLANS, Topic.UNREADABLE),
                                "warning",
                                Set.of("backup", "drift"),
                                Set.of(),
                                Set.of("home")),
                        new Rule(Set.of(Topic.AUDIT_HEAD), "warning", Set.of(), Set.of(), Set.of()));
        assertThat(settings.toString()).doesNotContain("tk_1");
    }

    @Test
    void anAddressThatIsASecretComesFromAFileAndIsNotShown() throws IOException {
        Path secret = secret("http://hooks.example.org/T0/secret");

        assertThatThrownBy(() -> read("notify: {targets: {a: {form: slack, url_file: " + secret + "}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must be an https address")
                .hasMessageNotContaining("hooks.example.org");
        assertThat(read("notify: {targets: {a: {form: slack, url_file: " + secret("https://hooks.example.org/T0/s")
                                + "}}}")
                        .targets()
                        .getFirst()
                        .url())
                .hasPath("/T0/s");
    }

    @Test
    void aSecretThatOthersCanReadIsRefused() throws IOException {
        Path open = Files.setPosixFilePermissions(secret("x"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> read("notify: {targets: {a: {url: 'https://x.example', secret_file: " + open + "}}}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("others can read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {targets: {}} | 'targets' is missing
        {targets: {a: {url: "https://x.example"}}} | 'secret_file' is missing, which form 'json' needs
        {targets: {a: {form: slack, url: "https://x.example"}}} | name that with 'url_file'
        {targets: {a: {form: teams}}} | 'url_file' is missing
        {targets: {a: {form: ntfy, url: "http://ntfy.lan/x"}}} | must be an https address
        {targets: {a: {form: ntfy, url: "https://me:pw@ntfy.sh/x"}}} | must be an https address
        {targets: {a: {form: mail, url: "smtps://m.example", to: b@example.org}}} | 'from' is missing
        {targets: {a: {form: mail, url: "https://m.example", from: a@b.example, to: b@example.org}}} | STARTTLS
        {targets: {a: {form: pager}}} | 'form' is 'pager', but must be one of json, ntfy, gotify, slack
        {targets: {a: {form: ntfy, url: "https://ntfy.sh/x", severity: bad}}} | 'severity' is 'bad', but must be one of critical
        {targets: {a: {form: ntfy, url: "https://ntfy.sh/x", areas: [nodes]}}} | 'areas' is 'nodes', but must be one of quorum
        {targets: {a: {form: ntfy, url: "https://ntfy.sh/x", rules: [nothing]}}} | must be a mapping
        {targets: {a: {form: ntfy, url: "https://ntfy.sh/x"}}, quiet_hours: {from: 22, to: "7:00"}} | in quotes
        {targets: {a: {form: ntfy, url: "https://ntfy.sh/x"}}, quiet: {}} | did you mean 'quiet_hours'?
        """)
    void saysWhatIsWrong(String section, String message) {
        assertThatThrownBy(() -> read("notify: " + section))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void knowsTheAreasAndSeveritiesOfProblems() {
        assertThat(names(NotifySection.Area.values())).isEqualTo(names(Problem.Area.values()));
        assertThat(names(NotifySection.Severity.values())).isEqualTo(names(Problem.Severity.values()));
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    @Test
    void quietHoursMayGoOverMidnight() {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0), "critical");
        QuietHours noon = new QuietHours(LocalTime.of(12, 0), LocalTime.of(13, 0), "critical");

        assertThat(night.at(LocalTime.of(22, 0))).isTrue();
        assertThat(night.at(LocalTime.of(6, 59))).isTrue();
        assertThat(night.at(LocalTime.of(7, 0))).isFalse();
        assertThat(noon.at(LocalTime.of(12, 59))).isTrue();
        assertThat(noon.at(LocalTime.of(13, 0))).isFalse();
    }
}
