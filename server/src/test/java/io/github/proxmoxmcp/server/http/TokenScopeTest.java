package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.config.ScopeText;
import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token may be for a part of the cluster only, and never widens what the configuration allows.
class TokenScopeTest {

    @TempDir
    private Path folder;

    @Test
    void whatATokenMayWriteToIsWhatBothItsScopeAndTheConfiguredOneAllow() {
        try (ServedDemo demo = new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: operate
            scope:
              allow:
                vmids: [100-102]
            http:
              listen: 0
            """)) {
            RawClient narrow =
                    new RawClient(demo.port(), demo.token("narrow", Access.OPERATE, "vmids=101-199", "deny.vmids=101"));
            RawClient wide = new RawClient(demo.port(), demo.token("wide", Access.OPERATE));

            String ofTheServerOnly = narrow.call("power_guest", "{\"guest\":100,\"action\":\"suspend\"}");
            String ofTheTokenOnly = narrow.call("power_guest", "{\"guest\":103,\"action\":\"suspend\"}");
            String denied = narrow.call("power_guest", "{\"guest\":101,\"action\":\"suspend\"}");
            String ofBoth = narrow.call("power_guest", "{\"guest\":102,\"action\":\"suspend\"}");
            String byAnother = wide.call("power_guest", "{\"guest\":100,\"action\":\"suspend\"}");
            String read = narrow.call("get_guest", "{\"guest\":103}");

            assertThat(ofTheServerOnly).contains("out_of_scope", "guest 100", "the scope of the caller's token");
            assertThat(ofTheTokenOnly).contains("out_of_scope", "guest 103", "server's configuration");
            assertThat(denied).contains("out_of_scope", "denied vmids");
            assertThat(ofBoth).contains("\"isError\":false");
            assertThat(byAnother).contains("\"isError\":false");
            assertThat(read).contains("\"isError\":false");
            assertThat(demo.audit())
                    .extracting(AuditEntry::outcome)
                    .containsExactly("refused", "refused", "refused", "intent", "done", "intent", "done");
        }
    }

    @Test
    void aPlanIsBoundToTheScopeToo() {
        try (ServedDemo demo = new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: operate
            http:
              listen: 0
            """)) {
            RawClient narrow = new RawClient(demo.port(), demo.token("narrow", Access.OPERATE, "tags=no-such-tag"));

            String plan = narrow.call("power_guest", "{\"guest\":100,\"action\":\"suspend\",\"dry_run\":true}");

            assertThat(plan).contains("out_of_scope", "has no allowed tag");
        }
    }

    /// Neither one that is revoked and made anew under its name, nor the scope of another token may be got at.
    @Test
    void aNewTokenOfAnOldNameHasNoneOfItsPlans() {
        try (ServedDemo demo = new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: operate
            http:
              listen: 0
            """)) {
            RawClient old = new RawClient(demo.port(), demo.token("b", Access.OPERATE));
            String planned = old.call("power_guest", "{\"guest\":100,\"action\":\"suspend\",\"dry_run\":true}");
            String plan = planned.replaceFirst("(?s).*apply_plan plan=([a-z0-9]{10}).*", "$1");
            String own = old.call("get_plan", "{\"plan\":\"" + plan + "\"}");
            demo.revoke("b");
            RawClient fresh = new RawClient(demo.port(), demo.token("b", Access.OPERATE));

            assertThat(own).contains("\"isError\":false");
            for (String tool : List.of("get_plan", "apply_plan")) {
                assertThat(fresh.call(tool, "{\"plan\":\"" + plan + "\"}"))
                        .contains("There is no plan '" + plan + "' of yours");
            }
        }
    }

    @Test
    void aTagThatGivesAnotherTokenRightsTakesAHuman() {
        try (ServedDemo demo = new ServedDemo(folder, "nodes=3,guests=40,seed=1,pace=0.1", """
            access: operate
            http:
              listen: 0
            """)) {
            demo.token("narrow", Access.OPERATE, "tags=lab");
            RawClient wide = new RawClient(demo.port(), demo.token("wide", Access.OPERATE));

            String lab = wide.call("set_guest_config", "{\"guest\":100,\"set\":[\"tags=+lab\"]}");
            String other = wide.call("set_guest_config", "{\"guest\":100,\"set\":[\"tags=+nothing\"]}");

            assertThat(lab).contains("needs_approval", "takes a human: rights depend on tag lab");
            assertThat(other).contains("\"state\":\"ok\"");
        }
    }

    @Test
    void aScopeThatSaysNothingOrSomethingElseIsRefused() {
        assertWrong(List.of("vmid=100"), "vmids=100-199,205");
        assertWrong(List.of("vmids=200-100"), "numbers and ranges");
        assertWrong(List.of("vmids="), "rules such as");
        assertWrong(List.of(), "at least one rule");
        assertThat(ScopeText.read(ScopeText.of(List.of("tags=a,b", "deny.nodes=pve1")))
                        .deny()
                        .nodes())
                .containsExactly("pve1");
    }

    private static void assertWrong(List<String> rules, String why) {
        assertThatThrownBy(() -> ScopeText.of(rules))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(why);
    }
}
