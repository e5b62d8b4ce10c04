package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.access.RightsApi.AclChange;
import io.github.proxmoxmcp.client.access.RightsApi.RoleCreate;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program, run as a process of its own, loses rights that it had and gets them back: nothing changed meanwhile.
class LostSightTest {

    private static final String TOKEN = TokenLevel.AUDIT.id();
    private static final String CHANGES = "select kind, id, event, field from changes limit 500";

    private Optional<DemoCluster> running = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        running = Optional.of(DemoCluster.start(DemoSettings.parse("nodes=2,guests=8,pace=0")));
    }

    @AfterEach
    void stop() {
        running.ifPresent(DemoCluster::close);
    }

    @Test
    void aRoleThatIsTakenAwayAndGivenBackLeavesNoTrace() {
        try (Proxmox root = root();
                RunningServer server = RunningServer.of(demo(), TokenLevel.AUDIT, folder)) {
            String before = look(server);
            acl(root, "/", "PVEAuditor", true);
            String blind = look(server);
            String list = server.call("list_vms").text();
            String sql = server.call("query_state", "sql", "select count(*) from guests")
                    .text();
            acl(root, "/", "PVEAuditor", false);
            String after = look(server);

            assertThat(before).doesNotContain("the token has no", "network interfaces");
            assertThat(List.of(blind, list, sql))
                    .allSatisfy(text -> assertThat(text)
                            .containsPattern(
                                    "INCOMPLETE: the token has no VM\\.Audit on /vms: guests are hidden since 20")
                            .contains(
                                    "the token has no Datastore.Audit on /storage",
                                    "the token has no Pool.Audit on /pool"));
            assertThat(list).contains("web01");
            assertThat(after).doesNotContain("the token has no", "network interfaces");
            assertThat(changes(server))
                    .isNotEmpty()
                    .allMatch(row -> row.subList(0, 2).equals(List.of("guest", "102")));
        }
    }

    @Test
    void aRoleOnADeeperPathAndNoAccessHideWhatEveryListNames() {
        try (Proxmox root = root();
                RunningServer server = RunningServer.of(demo(), TokenLevel.AUDIT, folder)) {
            look(server);
            root.rights().createRole(new RoleCreate("PowerOnly", Optional.of("VM.PowerMgmt")));
            acl(root, "/vms", "PowerOnly", false);
            String power = look(server);
            acl(root, "/vms", "PowerOnly", true);
            acl(root, "/vms/103", "NoAccess", false);
            String closed = look(server);
            acl(root, "/vms/103", "NoAccess", true);
            String after = look(server);

            assertThat(power)
                    .containsPattern("the token has no VM\\.Audit on /vms: only some guests are shown \\(/vms/\\d+, ");
            assertThat(closed).contains("the token has no VM.Audit on /vms/103: some guests are hidden");
            assertThat(after).doesNotContain("the token has no");
            assertThat(changes(server))
                    .isNotEmpty()
                    .allMatch(row -> row.subList(0, 2).equals(List.of("guest", "102")));
        }
    }

    /// What concerns updates alone is told where they are.
    @Test
    void updatesThatCannotBeReadAreToldWhereTheyMatter() {
        try (RunningServer server = RunningServer.of(demo(), TokenLevel.AUDIT, folder)) {
            look(server);
            String list = look(server);
            String node = server.call("get_node", "node", "pve1").text();
            String problems = server.call("find_problems").text();
            String sql = server.call("query_state", "sql", "select * from node_updates")
                    .text();

            assertThat(list).doesNotContain("pending updates");
            assertThat(List.of(node, problems, sql))
                    .allSatisfy(text -> assertThat(text)
                            .containsPattern("pending updates of pve1, pve2 could not be read: .*Sys.Modify"));
        }
    }

    private static String look(RunningServer server) {
        return server.call("list_containers", "fresh", true).text();
    }

    /// What the memory has of changes once a guest was renamed.
    private List<List<String>> changes(RunningServer server) {
        demo().world().setConfig(102, "name", "renamed");
        look(server);
        return Cells.of(server.call("query_state", "sql", CHANGES, "limit", 500), "kind", "id", "event", "field");
    }

    private static void acl(Proxmox root, String path, String role, boolean delete) {
        root.rights()
                .changeAcl(new AclChange(
                        path,
                        role,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(TOKEN),
                        Optional.empty(),
                        Optional.of(delete)));
    }

    private Proxmox root() {
        return Proxmox.connect(ConnectionSettings.of(
                List.of(demo().url()),
                ApiToken.parse(demo().token(TokenLevel.FULL)),
                new Trust.Fingerprint(demo().fingerprint())));
    }

    private DemoCluster demo() {
        return running.orElseThrow();
    }
}
