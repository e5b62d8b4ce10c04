package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.AuditEntry;
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
