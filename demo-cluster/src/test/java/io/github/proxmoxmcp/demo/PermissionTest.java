package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

@TestInstance(Lifecycle.PER_CLASS)
class PermissionTest {
    private final DemoCluster cluster = DemoCluster.start(new DemoSettings(3, 20, 1), new ManualClock());

    @AfterEach
    void mend() {
        cluster.faults().clear();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @Test
    void listsShrinkSilentlyAndNodesStayWithoutNumbers() {
        var full = resources(TokenLevel.FULL);
        var audit = resources(TokenLevel.AUDIT);
        var none = resources(TokenLevel.NONE);

        assertThat(full.size()).isGreaterThan(30);
        assertThat(audit.size()).isEqualTo(full.size());
        assertThat(none.findValuesAsString("type")).containsExactly("node", "node", "node");
        assertThat(none.findValues("mem")).isEmpty();
        assertThat(RawClient.get(cluster, TokenLevel.NONE, "/cluster/tasks").data())
                .isEmpty();
    }

    @Test
    void aRefusalNamesPathAndPrivilege() {
        var start = RawClient.call(cluster, TokenLevel.AUDIT, "POST", "/nodes/pve1/qemu/100/status/start", "");
        var config = RawClient.get(cluster, TokenLevel.NONE, "/nodes/pve1/qemu/999/config");

        assertThat(start.status()).isEqualTo(403);
        assertThat(start.reason()).isEqualTo("Permission check failed (/vms/100, VM.PowerMgmt)");
        assertThat(config.reason()).isEqualTo("Permission check failed (/vms/999, VM.Audit)");
    }

    @Test
    void theOperatorPowersGuestsAndChangesNoStorage() {
        var start = RawClient.call(cluster, TokenLevel.OPERATOR, "POST", "/nodes/pve1/qemu/100/status/start", "");

        assertThat(start.status()).isEqualTo(200);
        assertThat(start.data().asString()).endsWith(":root@pam!operator:");
        assertThat(RawClient.get(cluster, TokenLevel.OPERATOR, "/storage/ceph").status())
                .isEqualTo(403);
    }

    @Test
    void aLostPrivilegeEmptiesListsAndARestoredOneFillsThem() {
        int before = resources(TokenLevel.AUDIT).size();

        cluster.faults().revokePrivilege(TokenLevel.AUDIT, "VM.Audit");
        cluster.faults().revokePrivilege(TokenLevel.AUDIT, "Sys.Audit");
        var without = resources(TokenLevel.AUDIT);
        int status = RawClient.get(cluster, TokenLevel.AUDIT, "/cluster/status").status();
        cluster.faults().restore(TokenLevel.AUDIT);

        assertThat(without.findValues("vmid")).isEmpty();
        assertThat(without.findValuesAsString("type")).contains("storage", "node");
        assertThat(status).isEqualTo(403);
        assertThat(resources(TokenLevel.AUDIT).size()).isEqualTo(before);
    }

    @Test
    void anAuditorSeesNeitherBackupsNorDisks() {
        var backups = "/nodes/pve1/storage/backup/content?content=backup";

        assertThat(RawClient.get(cluster, TokenLevel.FULL, backups).data().size())
                .isGreaterThan(20);
        assertThat(RawClient.get(cluster, TokenLevel.AUDIT, backups).data()).isEmpty();
        assertThat(RawClient.get(cluster, TokenLevel.OPERATOR, backups).data().size())
                .isGreaterThan(20);
    }

    @Test
    void aTokenOfItsOwnMaySeeOneGuest() throws IOException {
        var token = cluster.issueToken("joe@pve!one", Map.of("/vms/100", Set.of("VM.Audit")));

        try (var client = RawClient.connect(cluster)) {
            var answer = client.send(
                    "GET", "/api2/json/cluster/resources?type=vm", Map.of("Authorization", "PVEAPIToken=" + token), "");
            assertThat(answer.data().findValuesAsString("id")).containsExactly("qemu/100");
        }
    }

    @Test
    void aDisabledTokenIsAnEmpty401() {
        cluster.faults().disableToken(TokenLevel.AUDIT);

        var answer = RawClient.get(cluster, TokenLevel.AUDIT, "/version");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.reason()).isEqualTo("Authentication failed!");
        assertThat(answer.body()).isEmpty();
    }

    private JsonNode resources(TokenLevel level) {
        return RawClient.get(cluster, level, "/cluster/resources").data();
    }
}
