package io.github.proxmoxmcp.server.tools.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tools.ActingServer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// New guests on the demo cluster, through a real client.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreationToolsTest {

    private static final String TEMPLATE = "local:vztmpl/debian-13-standard_13.1-2_amd64.tar.zst";

    private final ActingServer acting = ActingServer.of("operate");

    private static final Pattern NEW_ID = Pattern.compile(" as (\\d+) \\(web11\\)");

    @AfterAll
    void stop() {
        acting.close();
    }

    @Test
    void aTemplateIsClonedToTheLeastLoadedNodeAndItsAddressTold() {
        Result done = acting.done("clone_guest", "guest", 9000, "name", "web09", "node", "best", "start", true);

        assertThat(done.structured()).containsEntry("status", "running").containsKey("node");
        assertThat(done.text()).contains("it runs; IP 10.");
        assertThat(vmid(done)).isNotEqualTo(9000);
        acting.remembers(vmid(done), "web09");
        assertThat(acting.last().body()).contains("qmclone").contains("qmstart");
    }

    @Test
    void aCopyIsGivenItsOptionsBeforeItStarts() {
        Result plan = acting.planned("clone_guest", "guest", 9000, "name", "web10");
        Result done = acting.done(
                "clone_guest",
                "guest",
                9000,
                "name",
                "web10",
                "set",
                List.of("cores=3", "memory=3072", "tags=+web,-template"),
                "start",
                true);

        assertThat(plan.text()).contains("the copy has the tags of its source: linux, template");
        assertThat(done.structured()).containsEntry("status", "running");
        acting.remembers(vmid(done), "web10");
        assertThat(acting.guest(vmid(done)))
                .contains("cpus: 3", "mem_gib: 3", "tags: linux, web")
                .doesNotContain("tags: linux, template");
    }

    @Test
    void aVmidUnderWhichArchivesLieIsNotGivenUnasked() {
        Matcher first = NEW_ID.matcher(
                acting.planned("clone_guest", "guest", 9000, "name", "web11").text());
        assertThat(first.find()).isTrue();
        int vmid = Integer.parseInt(first.group(1));
        acting.demo().world().createVm(vmid, "pve1", "formerly");
        acting.remembers(vmid, "formerly");
        acting.demo().world().backup(vmid, "backup");
        acting.until("the archive is known", () -> acting.guest(vmid).contains(" on backup, "));
        acting.demo().world().removeGuest(vmid);
        acting.until("the guest is gone", () -> !acting.demo().world().guests().contains(vmid));

        assertThat(acting.planned("clone_guest", "guest", 9000, "name", "web11").text())
                .contains("as " + (vmid + 1) + " (web11)")
                .contains("vmid " + vmid + " is free too, but an earlier guest's archives are under it: 1 on backup");
        assertThat(acting.planned("clone_guest", "guest", 9000, "name", "web11", "new_id", vmid)
                        .text())
                .contains("an earlier guest " + vmid + " left archives (1 on backup)");
    }

    @Test
    void aLinkedCloneIsOfTemplatesOnly() {
        acting.refused("no_template: ", "clone_guest", "guest", 109, "full", false);
        acting.refused("vmid_taken: ", "clone_guest", "guest", 9000, "new_id", 100);
        acting.refused("locked: ", "clone_guest", "guest", 106);
        acting.refused("There is no online node", "clone_guest", "guest", 9000, "node", "pve9");
    }

    @Test
    void aMachineIsMade() {
        Result done = acting.done(
                "create_vm",
                "name",
                "new01",
                "cores",
                2,
                "memory_mib",
                1024,
                "disk_gib",
                8,
                "set",
                List.of("tags=lab", "pool=lab"));

        assertThat(done.text()).contains("power_guest action=start");
        acting.remembers(vmid(done), "new01");
        assertThat(acting.guest(vmid(done))).contains("lab");
    }

    @Test
    void aContainerIsMadeOfATemplateWithKeysOnly() {
        Result done = acting.done(
                "create_container",
                "name",
                "ct01",
                "ostemplate",
                TEMPLATE,
                "cores",
                1,
                "memory_mib",
                512,
                "disk_gib",
                4,
                "ssh_keys",
                List.of("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me@laptop"));

        acting.remembers(vmid(done), "ct01");
        acting.refused(
                "takes public keys",
                "create_container",
                "name",
                "ct02",
                "ostemplate",
                TEMPLATE,
                "cores",
                1,
                "memory_mib",
                512,
                "disk_gib",
                4,
                "ssh_keys",
                List.of("-----BEGIN OPENSSH PRIVATE KEY-----"));
        acting.refused(
                "is a secret",
                "create_container",
                "name",
                "ct02",
                "ostemplate",
                TEMPLATE,
                "cores",
                1,
                "memory_mib",
                512,
                "disk_gib",
                4,
                "set",
                List.of("password=hunter2"));
        acting.refused(
                "no_node: ",
                "create_container",
                "name",
                "ct02",
                "ostemplate",
                "local:vztmpl/none.tar.zst",
                "cores",
                1,
                "memory_mib",
                512,
                "disk_gib",
                4);
    }

    private static int vmid(Result result) {
        return (Integer) Optional.ofNullable(result.structured().get("vmid")).orElseThrow();
    }
}
