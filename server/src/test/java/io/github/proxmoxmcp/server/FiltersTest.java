package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An empty list says that nothing fits, never that something was misspelt.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FiltersTest {

    private DemoCluster demo;
    private DirectServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "");
        for (int i = 0; i < 4; i++) {
            server.call("list_nodes", "fresh", true);
        }
    }

    @AfterAll
    void stop() {
        server.close();
        demo.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        list_vms        | node    | pve9      | There is no node 'pve9' in cluster 'demo', did you mean 'pve1'? There are: pve1, pve2, pve3.
        get_node        | node    | PVE1      | did you mean 'pve1'? There are: pve1, pve2, pve3.
        list_vms        | status  | runing    | There is no status 'runing' in cluster 'demo', did you mean 'running'? There are: paused, running, stopped.
        list_vms        | tag     | weeb      | There is no tag 'weeb' in cluster 'demo', did you mean 'web'? There are:
        list_vms        | pool    | production | There is no pool 'production' in cluster 'demo', did you mean 'prod'? There are: infra, lab, prod.
        list_containers | tag     | nope      | There is no tag 'nope' in cluster 'demo'. There are:
        list_storage    | node    | pve9      | There is no node 'pve9'
        list_storage    | content | image     | 'content' is 'image', did you mean 'images'? There are: backup, images,
        check_backups   | node    | pve9      | There is no node 'pve9'
        list_tasks      | node    | pve9      | There is no node 'pve9'
        list_tasks      | guest   | 999       | There is no guest '999' in cluster 'demo'.
        get_metrics     | storage | cep       | There is no storage 'cep' in cluster 'demo', did you mean 'ceph'?
        get_changes     | node    | pve9      | There is no node 'pve9'
        get_changes     | kind    | gest      | 'kind' is 'gest', but must be one of guest,
        """)
    void whatThereIsNotIsAnErrorThatNamesWhatThereIs(String tool, String argument, String value, String says) {
        Result result = server.call(tool, argument, value);

        assertThat(result.failed()).describedAs(result.text()).isTrue();
        assertThat(result.text()).contains(says);
    }

    @ParameterizedTest
    @CsvSource({"list_vms, pool, lab, name, nothing", "list_vms, tag, Web, status, paused"})
    void whatIsThereButFitsNothingIsAnEmptyList(
            String tool, String argument, String value, String other, String otherValue) {
        Result result = server.call(tool, argument, value, other, otherValue);

        assertThat(result.failed()).describedAs(result.text()).isFalse();
        assertThat(result.structured()).containsEntry("total", 0L).doesNotContainKeys("note", "incomplete");
    }

    @Test
    void aVolumeListSaysWhatThereIsOfStoragesContentsAndGuests() {
        Result storage = server.call("list_volumes", "storage", "bakup");
        Result content = server.call("list_volumes", "storage", "backup", "content", "backups");
        Result guest = server.call("list_volumes", "storage", "backup", "guest", 999);
        Result none = server.call("list_volumes", "storage", "backup", "guest", 105);

        assertThat(storage.text()).contains("did you mean 'backup'?");
        assertThat(content.text()).contains("did you mean 'backup'?");
        assertThat(guest.text()).contains("There is no guest '999'");
        assertThat(none.structured()).containsEntry("total", 0L);
    }

    @Test
    void tasksOfAnUnknownTypeOrUserAreToldToBeUnknown() {
        Result type = server.call("list_tasks", "type", "qmstrt");
        Result user = server.call("list_tasks", "user", "rot@pam");
        Result every = server.call("list_tasks", "user", "root");
        Result none = server.call("list_tasks", "type", "vzdump", "node", "pve1", "since", "1m ago");

        assertThat(type.structured()).containsEntry("total", 0L);
        assertThat(type.text()).contains("no task with type 'qmstrt' is remembered, did you mean 'qmstart'?");
        assertThat(user.text()).contains("no task with user 'rot@pam' is remembered, did you mean 'root@pam'?");
        assertThat(every.structured()).doesNotContainEntry("total", 0L);
        assertThat(none.structured()).containsEntry("total", 0L).doesNotContainKey("note");
    }

    @Test
    void whatGuestsToldIsSaidToBeUnknownOfThePast() {
        String sql = "select vmid, address from guest_addresses";
        Result now = server.call("query_state", "sql", sql);
        Result then = server.call("query_state", "sql", sql, "as_of", "1 minute ago");

        assertThat(now.text()).doesNotContain("for the present only");
        assertThat(then.structured()).containsEntry("total", 0L);
        assertThat(then.text())
                .contains("INCOMPLETE: what guests report (guest_addresses, guest_reports) is known for the present"
                        + " only");
    }
}
