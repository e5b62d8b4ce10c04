package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.notify.Receiver;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.tool.Privileges;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The doctor with patients that are ill in a known way.
class DoctorTest {

    private static final Needs NEEDS = new Needs(Wiring.allTools());

    private Optional<DemoCluster> running = Optional.empty();

    @TempDir
    private Path home;

    @BeforeEach
    void start() {
        running = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=3,guests=3,pace=0")));
    }

    @AfterEach
    void stop() {
        running.ifPresent(DemoCluster::close);
    }

    @Test
    void everyNeedOfAToolThatReadsSaysWhatIsHiddenWithoutIt() {
        assertThat(NEEDS.tools(Access.READ))
                .hasSizeGreaterThan(20)
                .allSatisfy(tool -> assertThat(Needs.of(tool))
                        .describedAs(tool.name())
                        .noneMatch(need -> need.without().contains("refuses")));
    }

    @Test
    void whatActsOnAGuestMustSeeItToo() {
        assertThat(Wiring.allTools())
                .filteredOn(tool -> tool.effect().access() != Access.READ)
                .hasSizeGreaterThan(20)
                .allSatisfy(tool ->
                        assertThat(tool.needs()).describedAs(tool.name()).contains(Privileges.GUESTS));
    }

    @Test
    void findsNothingMissingForATokenThatTheLinesOfInitMake() {
        for (Access access : Access.values()) {
            List<Finding> findings = examine(access, least(access));

            assertThat(states(findings, "privileges"))
                    .isNotEmpty()
                    .doesNotContain(Finding.State.PROBLEM, Finding.State.WARNING);
            assertThat(findings)
                    .anySatisfy(finding -> assertThat(finding.text()).contains("need"));
        }
    }

    @Test
    void printsTheLinesThatGrantWhatIsMissingAndKeepWhatIsInherited() {
        List<Finding> findings = examine(Access.OPERATE, demo().token(TokenLevel.AUDIT));

        assertThat(findings)
                .filteredOn(finding -> finding.subject().equals("power_guest"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.state()).isEqualTo(Finding.State.PROBLEM);
                    assertThat(finding.text()).contains("VM.PowerMgmt on /vms");
                });
        List<String> lines = findings.stream()
                .filter(finding -> finding.area().equals("privileges"))
                .flatMap(finding -> finding.advice().stream())
                .toList();
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("pveum role add ProxmoxMcpMoreVms --privs")
                        .contains("VM.PowerMgmt", "VM.Audit"))
                .contains("pveum acl modify /vms --tokens 'root@pam!audit' --roles ProxmoxMcpMoreVms");
    }

    @Test
    void saysThatATokenHoldsNothingAtAll() {
        List<Finding> findings = examine(Access.READ, demo().token(TokenLevel.NONE));

        assertThat(findings)
                .filteredOn(finding -> finding.state() == Finding.State.PROBLEM)
                .anySatisfy(finding -> assertThat(finding.text()).contains("no privilege at all"));
    }

    @Test
    void tellsEndpointsApartAndKeepsExaminingThroughTheOthers() {
        List<Finding> findings = doctor().examine(configuration(
                Access.READ,
                "https://127.0.0.1:1," + demo().url(),
                demo().token(TokenLevel.FULL),
                demo().fingerprint()));

        assertThat(states(findings, "endpoint")).containsExactly(Finding.State.PROBLEM, Finding.State.OK);
        assertThat(states(findings, "quorum")).containsExactly(Finding.State.OK);
        assertThat(states(findings, "clock")).hasSize(3).containsOnly(Finding.State.OK);
    }

    @Test
    void noticesAWrongCertificateALostQuorumAndAClockThatIsWrong() {
        String full = demo().token(TokenLevel.FULL);
        List<Finding> untrusted =
                doctor().examine(configuration(Access.READ, demo().url().toString(), full, "00".repeat(32)));
        demo().faults().skip(Duration.ofMinutes(5));
        List<Finding> late = examine(Access.READ, full);
        demo().faults().nodeDown("pve3");
        demo().faults().skip(Duration.ofSeconds(20));
        List<Finding> down = examine(Access.READ, full);
        demo().faults().quorumLost(true);
        List<Finding> lost = examine(Access.READ, full);

        assertThat(states(untrusted, "certificate")).contains(Finding.State.PROBLEM);
        assertThat(states(late, "clock")).hasSize(3).containsOnly(Finding.State.PROBLEM);
        assertThat(states(down, "quorum")).containsExactly(Finding.State.OK, Finding.State.WARNING);
        assertThat(states(lost, "quorum")).contains(Finding.State.PROBLEM);
    }

    @Test
    void noticesAClientThatStartsAProgramWhichIsNotThere() throws IOException {
        Path file = McpClient.CURSOR.file(place());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, "{\"mcpServers\": {\"proxmox\": {\"command\": \"/gone/proxmox-mcp\"}}}");

        List<Finding> findings = doctor().examine(withoutClusters(Access.READ));

        assertThat(findings)
                .filteredOn(finding -> finding.area().equals("client"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("/gone/proxmox-mcp"));
    }

    @Test
    void examinesTheMemoryWithoutMakingOne() throws IOException {
        List<Finding> none = examine(Access.READ, demo().token(TokenLevel.FULL));
        boolean made = Files.exists(home.resolve("state.db"));
        Files.writeString(home.resolve("state.db"), "this is no database, and has never been one. ".repeat(50));
        List<Finding> broken = examine(Access.READ, demo().token(TokenLevel.FULL));

        assertThat(made).isFalse();
        assertThat(states(none, "store")).containsExactly(Finding.State.NOTE);
        assertThat(states(broken, "store")).containsExactly(Finding.State.PROBLEM);
    }

    @Test
    void saysThatAnAnchorIsToldNothingWhereServersHaveNoKey() throws IOException {
        String database = "state: 'jdbc:postgresql://127.0.0.1:1/none'\n";
        String anchor = "audit: {anchor: 'syslog://127.0.0.1'%s}%n";

        assertThat(anchored(database + anchor.formatted(""))).singleElement().satisfies(finding -> {
            assertThat(finding.state()).isEqualTo(Finding.State.WARNING);
            assertThat(finding.text()).contains("tell the anchor syslog://127.0.0.1 nothing");
        });
        assertThat(anchored(anchor.formatted(""))).isEmpty();
        assertThat(anchored(database + anchor.formatted(", key_file: audit.key")))
                .isEmpty();
    }

    private List<Finding> anchored(String text) throws IOException {
        Path file = Files.writeString(home.resolve("anchored.yaml"), text);
        CommandSettings settings =
                new CommandSettings(Optional.empty(), Optional.of(file.toString()), Optional.empty(), Optional.empty());
        return doctor().examine(new ConfigurationReader(Map.of(), home).read(settings)).stream()
                .filter(finding -> finding.area().equals("audit"))
                .toList();
    }

    private List<Finding> examine(Access access, String token) {
        List<Finding> findings =
                doctor().examine(configuration(access, demo().url().toString(), token, demo().fingerprint()));
        assertThat(findings)
                .filteredOn(finding -> finding.state().compareTo(Finding.State.WARNING) >= 0)
                // What tools lack is granted by the lines of one finding after them.
                .filteredOn(finding -> NEEDS.tools(Access.ADMIN).stream()
                        .noneMatch(tool -> tool.name().equals(finding.subject())))
                .allSatisfy(finding -> assertThat(finding.advice())
                        .describedAs(finding.toString())
                        .isNotEmpty());
        return findings;
    }

    @Test
    void sendsATestOnlyWhenAskedAndTellsWhatEachAnswered() {
        try (Receiver good = new Receiver();
                Receiver bad = new Receiver()) {
            bad.answers(403);
            Configuration configured = read(
                    Access.READ,
                    "clusters: {}\nnotify: {targets: {good: {form: ntfy, url: '%s'}, bad: {form: ntfy, url: '%s'}}}"
                            .formatted(good.url("/x"), bad.url("/x")),
                    "");

            List<Finding> untried = doctor().examine(configured);
            int sentUnasked = good.requests().size();
            List<Finding> tried = new Doctor(NEEDS, InstantSource.system(), place(), true).examine(configured);

            assertThat(states(untried, "notify")).containsExactly(Finding.State.NOTE, Finding.State.NOTE);
            assertThat(sentUnasked).isZero();
            assertThat(states(tried, "notify")).containsExactly(Finding.State.OK, Finding.State.PROBLEM);
            assertThat(tried)
                    .extracting(Finding::text)
                    .contains("a test was sent, it answered 200", "the test was not taken: answered 403");
            assertThat(good.requests()).hasSize(1);
        }
    }

    /// A token as `init` has it made.
    private String least(Access access) {
        Set<String> privileges = NEEDS.of(access, false).stream()
                .map(need -> need.privilege(false))
                .collect(Collectors.toSet());
        return demo().issueToken("root@pam!least", Map.of("/", privileges));
    }

    private Configuration configuration(Access access, String urls, String token, String fingerprint) {
        return read(
                access,
                "clusters: {demo: {url: '%s', token_env: T, fingerprint: '%s'}}".formatted(urls, fingerprint),
                token);
    }

    private Configuration withoutClusters(Access access) {
        return read(access, "clusters: {}", "");
    }

    private Configuration read(Access access, String clusters, String token) {
        try {
            Path file = Files.writeString(
                    home.resolve("config.yaml"),
                    "access: %s\nstate: %s\n%s\n".formatted(access, home.resolve("state.db"), clusters));
            return new ConfigurationReader(Map.of("PROXMOX_MCP_CONFIG", file.toString(), "T", token), home)
                    .read(CommandSettings.none());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Finding.State> states(List<Finding> findings, String area) {
        return findings.stream()
                .filter(finding -> finding.area().equals(area))
                .map(Finding::state)
                .toList();
    }

    private Doctor doctor() {
        return new Doctor(NEEDS, InstantSource.system(), place(), false);
    }

    private McpClient.Place place() {
        return new McpClient.Place(home, "Linux", Map.of());
    }

    private DemoCluster demo() {
        return running.orElseThrow();
    }
}
