package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.config.CommandSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationReader;
import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `init` against a cluster that presents a certificate which nobody has signed, as every fresh Proxmox does.
class SetupTest {

    private static final Needs NEEDS = new Needs(Wiring.allTools());

    private static Optional<DemoCluster> running = Optional.empty();

    @TempDir
    private Path home;

    @BeforeAll
    static void start() {
        running = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=1,guests=3,pace=0")));
    }

    @AfterAll
    static void stop() {
        running.ifPresent(DemoCluster::close);
    }

    @Test
    void writesAConfigurationThatTheServerReadsAfterTheFingerprintWasCompared() throws IOException {
        Script person = person(true, true);

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(person.asked)
                .hasSize(4)
                .startsWith("--url", "fingerprint " + demo().fingerprint())
                .endsWith("secret");
        Configuration read = new ConfigurationReader(Map.of("PROXMOX_MCP_CONFIG", file().toString()), home)
                .read(CommandSettings.none());
        assertThat(read.clusters()).singleElement().satisfies(cluster -> {
            assertThat(cluster.name()).isEqualTo("demo");
            assertThat(cluster.connection().token().id()).isEqualTo("root@pam!audit");
        });
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(file().resolveSibling("demo.token"))).isEqualTo("rw-------");
        assertThat(Files.readString(file())).doesNotContain(secret());
        assertThat(String.join("\n", person.said)).doesNotContain(secret()).contains("pvenode cert info");
    }

    @Test
    void asksForNoSecretAndWritesNothingWhenTheFingerprintIsNotConfirmed() throws IOException {
        Script person = person(false, true);

        assertThatThrownBy(() -> setup(person).run(request(Optional.empty(), Optional.empty(), List.of())))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("nothing was sent");

        assertThat(person.asked).isNotEmpty().doesNotContain("secret");
        assertThat(files()).isEmpty();
    }

    @Test
    void refusesAServerWithAnotherCertificateThanTheFlagNames() throws IOException {
        Script person = person(true, true);
        String other =
                demo().fingerprint().replaceFirst("^..", demo().fingerprint().startsWith("00") ? "11" : "00");

        assertThatThrownBy(() -> setup(person).run(request(Optional.of(other), Optional.empty(), List.of())))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(demo().fingerprint())
                .hasMessageContaining("Nothing was sent");

        assertThat(person.asked).containsExactly("--url");
        assertThat(files()).isEmpty();
    }

    @Test
    void asksNothingButThePlainConfirmationsWhenFlagsSayAll() throws IOException {
        Path token = Files.writeString(home.resolve("mine"), demo().token(TokenLevel.AUDIT));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Script person = person(false, true);

        setup(person).run(request(Optional.of(demo().fingerprint()), Optional.of(token), List.of(McpClient.CURSOR)));

        assertThat(person.asked).containsExactly("--url", "confirm");
        assertThat(Files.readString(file())).contains("token_file: " + token);
        assertThat(Files.readString(home.resolve(".cursor/mcp.json")))
                .contains("\"proxmox\": {")
                .contains("\"--config\"")
                .contains(file().toString())
                .doesNotContain(secret());
    }

    @Test
    void keepsTheOtherClustersAndTheOldFileOfAnEarlierConfiguration() throws IOException {
        Files.createDirectories(file().toAbsolutePath().getParent());
        String old = "retention:\n  tasks_days: 30\nclusters:\n  work:\n    url: https://w:8006\n    token_env: W\n";
        Files.writeString(file(), old);
        Script person = person(true, true);

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(Files.readString(file())).contains("tasks_days: 30", "work:", "token_env: W", "demo:");
        assertThat(Files.readString(file().resolveSibling("config.yaml.proxmox-mcp.bak")))
                .isEqualTo(old);
    }

    @Test
    void saysWhatIsWrongWithATokenThatTheClusterDoesNotKnow() throws IOException {
        Script person = new Script(demo().url().toString(), "root@pam!audit=wrong", true, true);

        assertThatThrownBy(() -> setup(person).run(request(Optional.empty(), Optional.empty(), List.of())))
                .hasMessageContaining("pveum user token list");

        assertThat(files()).isEmpty();
    }

    @Test
    void takesTheValueAloneForTheTokenThatItsLinesMake() throws IOException {
        String token = demo().issueToken("mcp-read@pve!server", Map.of("/", Set.of("Sys.Audit", "VM.Audit")));
        Script person = new Script(demo().url().toString(), token.replaceFirst(".*=", ""), true, true);

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(Files.readString(file().resolveSibling("demo.token"))).isEqualTo(token + "\n");
    }

    @Test
    void asksOnceMoreAndThenOnceMoreForATokenThatHasNotTheForm() throws IOException {
        Script person = new Script(demo().url().toString(), "root@pam=oops", true, true);

        assertThatThrownBy(() -> setup(person).run(request(Optional.empty(), Optional.empty(), List.of())))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("USER@REALM!ID=SECRET");

        assertThat(person.asked).filteredOn("secret"::equals).hasSize(3);
        assertThat(String.join("\n", person.said)).doesNotContain("oops");
        assertThat(files()).isEmpty();
    }

    @Test
    void aMistypedTokenOrAddressIsAskedForOnceMoreAndNothingElseIs() throws IOException {
        Script person = new Script(
                List.of("nowhere.invalid", demo().url().toString()),
                List.of("oops", "root@pam!audit=wrong", demo().token(TokenLevel.AUDIT)),
                true,
                true);

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(person.said).anyMatch(text -> text.contains("the host name is not known"));
        assertThat(person.asked).filteredOn("--url"::equals).hasSize(2);
        assertThat(person.asked)
                .filteredOn(asked -> asked.startsWith("fingerprint"))
                .hasSize(1);
        assertThat(person.asked).filteredOn("secret"::equals).hasSize(3);
        assertThat(file().resolveSibling("demo.token")).content().contains(secret());
    }

    @Test
    void anotherClusterOfTheSameNameGetsANameOfItsOwn() throws IOException {
        Script first = person(true, true);
        setup(first).run(request(Optional.empty(), Optional.empty(), List.of()));
        String before = Files.readString(file());

        try (DemoCluster other = DemoCluster.start(DemoSettings.parse("nodes=1,guests=3,pace=0"))) {
            Script second = new Script(other.url().toString(), other.token(TokenLevel.AUDIT), true, true);
            String name = setup(second).run(request(Optional.empty(), Optional.empty(), List.of()));
            Script again = new Script(other.url().toString(), other.token(TokenLevel.AUDIT), true, true);
            SetupRequest named = named(request(Optional.empty(), Optional.empty(), List.of()), "demo-2");

            assertThat(name).isEqualTo("demo-2");
            assertThat(second.asked).anyMatch(asked -> asked.contains("already, at " + demo().url()));
            assertThat(Files.readString(file()))
                    .startsWith(before)
                    .contains("demo-2:", other.url().toString());
            assertThat(file().resolveSibling("demo.token")).content().contains(secret());
            // The same place is the same cluster: nothing to ask.
            assertThat(setup(again).run(named)).isEqualTo("demo-2");
            assertThat(again.asked).noneMatch(asked -> asked.contains("already, at"));
        }
    }

    @Test
    void whatWasNotGivenStaysAsItWas() throws IOException {
        Files.createDirectories(file().toAbsolutePath().getParent());
        Files.writeString(
                file(),
                "access: admin\nclusters:\n  demo:\n    url: " + demo().url()
                        + "\n    token_env: OLD\n    scope:\n      deny:\n        tags: [prod]\n");
        Script person = person(true, true);

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(Files.readString(file()))
                .contains("access: admin", "prod", "token_file:")
                .doesNotContain("token_env");
        assertThat(String.join("\n", person.said)).contains("access 'admin'");
    }

    @Test
    void withoutAYesNothingIsWrittenAndNoTokenEither() throws IOException {
        setup(person(true, true)).run(request(Optional.empty(), Optional.empty(), List.of()));
        List<Path> before = files();
        String configuration = Files.readString(file());
        Script person = new Script(demo().url().toString(), demo().token(TokenLevel.FULL), true, false);

        assertThatThrownBy(() -> setup(person).run(request(Optional.empty(), Optional.empty(), List.of())))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("nothing was written");

        assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(file()).hasContent(configuration);
        assertThat(file().resolveSibling("demo.token")).content().contains(secret());
    }

    @Test
    void aConfigurationThatCannotBeWrittenLeavesTheOldTokenToo() throws IOException {
        setup(person(true, true)).run(request(Optional.empty(), Optional.empty(), List.of()));
        Files.writeString(file(), "access: read\n" + Files.readString(file()).replace("access: read\n", ""));
        Script person = new Script(demo().url().toString(), demo().token(TokenLevel.FULL), true, true) {
            @Override
            public boolean confirm(String question) {
                try {
                    Files.writeString(file(), "access: operate\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return super.confirm(question);
            }
        };

        assertThatThrownBy(() -> setup(person)
                        .run(withAccess(request(Optional.empty(), Optional.empty(), List.of()), Access.OPERATE)))
                .hasMessageContaining("changed in the meantime");

        assertThat(file()).hasContent("access: operate");
        assertThat(file().resolveSibling("demo.token")).content().contains(secret());
    }

    @Test
    void asksAboutBackupsBeforeItShowsTheLines() {
        Script person = new Script(demo().url().toString(), demo().token(TokenLevel.AUDIT), true, true) {
            @Override
            public boolean wants(String question) {
                return question.contains("backups");
            }
        };

        setup(person).run(request(Optional.empty(), Optional.empty(), List.of()));

        assertThat(String.join("\n", person.said))
                .contains(Pveum.create(NEEDS, Access.READ, true).getFirst());
    }

    @Test
    void saysAWordWhenThereIsNoClientToWriteFor() throws IOException {
        Script person = person(true, true);
        SetupRequest plain = request(Optional.empty(), Optional.empty(), List.of());

        setup(person)
                .run(new SetupRequest(
                        plain.urls(),
                        plain.fingerprint(),
                        plain.caFile(),
                        plain.tokenFile(),
                        plain.name(),
                        plain.access(),
                        plain.seeing(),
                        Optional.empty(),
                        plain.configuration()));

        assertThat(person.said).anyMatch(text -> text.contains("--client NAME") && text.contains("Claude Desktop"));
    }

    @Test
    void refusesANameThatWouldLeadOutOfItsFolder() throws IOException {
        SetupRequest plain = request(Optional.empty(), Optional.empty(), List.of());
        SetupRequest evil = named(plain, "../../elsewhere");

        assertThatThrownBy(() -> setup(person(true, true)).run(evil))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("--name");

        assertThat(files()).isEmpty();
    }

    private Script person(boolean accepts, boolean confirms) {
        return new Script(demo().url().toString(), demo().token(TokenLevel.AUDIT), accepts, confirms);
    }

    private Setup setup(Script person) {
        return new Setup(
                NEEDS, person, new McpClient.Place(home, "Linux", Map.of()), List.of("/opt/proxmox-mcp/bin/p"));
    }

    private SetupRequest request(Optional<String> fingerprint, Optional<Path> token, List<McpClient> clients) {
        return new SetupRequest(
                Optional.empty(),
                fingerprint,
                Optional.empty(),
                token,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(clients),
                file());
    }

    private static SetupRequest named(SetupRequest plain, String name) {
        return new SetupRequest(
                plain.urls(),
                plain.fingerprint(),
                plain.caFile(),
                plain.tokenFile(),
                Optional.of(name),
                plain.access(),
                plain.seeing(),
                plain.clients(),
                plain.configuration());
    }

    private static SetupRequest withAccess(SetupRequest plain, Access access) {
        return new SetupRequest(
                plain.urls(),
                plain.fingerprint(),
                plain.caFile(),
                plain.tokenFile(),
                plain.name(),
                Optional.of(access),
                plain.seeing(),
                plain.clients(),
                plain.configuration());
    }

    private Path file() {
        return home.resolve(".config/proxmox-mcp/config.yaml");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static String secret() {
        return demo().token(TokenLevel.AUDIT).replaceFirst(".*=", "");
    }

    private static DemoCluster demo() {
        return running.orElseThrow();
    }
}
