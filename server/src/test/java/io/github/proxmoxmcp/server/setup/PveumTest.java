package io.github.proxmoxmcp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.tool.Access;
import io.github.proxmoxmcp.server.wiring.Wiring;
import org.junit.jupiter.api.Test;

class PveumTest {

    private static final Needs NEEDS = new Needs(Wiring.allTools());

    @Test
    void makesATokenForReadingThatCanChangeNothing() {
        assertThat(Pveum.create(NEEDS, Access.READ, false))
                .containsExactly(
                        "pveum role add ProxmoxMcpRead --privs"
                                + " \"Datastore.Audit,Pool.Audit,SDN.Audit,Sys.Audit,Sys.Syslog,"
                                + "VM.Audit,VM.GuestAgent.Audit\"",
                        "pveum user add mcp-read@pve --comment \"proxmox-mcp, access read\"",
                        "pveum acl modify / --users mcp-read@pve --roles ProxmoxMcpRead",
                        "pveum user token add mcp-read@pve server --privsep 0");
    }

    @Test
    void grantsNoPermissionsOnPermissions() {
        assertThat(NEEDS.of(Access.ADMIN, true))
                .isNotEmpty()
                .allSatisfy(need -> assertThat(need.privileges())
                        .noneMatch(privilege -> privilege.startsWith("Permissions.")
                                || privilege.startsWith("User.")
                                || privilege.startsWith("Realm.")));
    }
}
