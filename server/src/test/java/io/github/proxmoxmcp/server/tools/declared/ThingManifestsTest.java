package io.github.proxmoxmcp.server.tools.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.Caller.Human.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is no guest: storages, jobs, HA, firewalls and access, each made, changed, left to others and removed by
/// manifests, on a demo cluster and through the guard.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ThingManifestsTest {

    @TempDir
    private static Path folder;

    private static DemoCluster demo;
    private static DirectServer server;
    private static Proxmox somebody;

    @BeforeAll
    static void start() {
        demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=20,seed=1,pace=0"));
        server = DirectServer.of(Map.of("lab", demo), folder, InstantSource.system(), "manifests: {tools: true}");
        somebody = Proxmox.connect(ConnectionSettings.of(
                demo.urls(), ApiToken.parse(demo.token(TokenLevel.FULL)), new Trust.Fingerprint(demo.fingerprint())));
    }

    @AfterAll
    static void stop() {
        somebody.close();
        server.close();
        demo.close();
    }

    private static String manifest(String kind, String name, String fields) {
        return "---\napiVersion: proxmox-mcp/v1\nkind: %s\nname: \"%s\"\n%s\n".formatted(kind, name, fields);
    }

    private static Result plan(String set, String text) {
        return server.call("plan_manifest", "text", text, "set", set);
    }

    /// A human says yes.
    private static Result apply(String set, String text) {
        Result planned = plan(set, text);
        assertThat(planned.text()).contains("needs_approval");
        Result applied = server.call(
                "apply_plan", Map.of("plan", String.valueOf(planned.structured().get("plan"))), Reply.YES);
        assertThat(applied.failed()).describedAs(applied.text()).isFalse();
        assertThat(plan(set, text).text()).contains("nothing_to_do");
        return applied;
    }

    private static Map<?, ?> read(String path) {
        return tree(somebody.read(path, Map.of()));
    }

    private static Map<?, ?> tree(tools.jackson.databind.JsonNode node) {
        return new tools.jackson.databind.json.JsonMapper().convertValue(node, Map.class);
    }

    private static List<String> lines(String path) {
        return somebody.read(path, Map.of())
                .valueStream()
                .map(row -> row.get("type").asString() + " " + row.get("action").asString()
                        + (row.has("source") ? " " + row.get("source").asString() : "")
                        + (row.get("enable").asInt() == 1 ? "" : " off"))
                .toList();
    }

    private static String nodeOf(int vmid) {
        return somebody.read("/cluster/resources", Map.of("type", "vm"))
                .valueStream()
                .filter(row -> row.get("vmid").asInt() == vmid)
                .map(row -> row.get("node").asString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStorageIsMadeChangedAndRemoved() {
        apply(
                "storage",
                manifest("Storage", "shelf", "type: dir\npath: /srv/shelf\ncontent: [iso, backup]\nkeep: {last: 3}"));
        assertThat(read("/storage/shelf").toString()).contains("/srv/shelf", "keep-last=3");

        apply("storage", manifest("Storage", "shelf", "content: [backup]\nkeep: {last: 5, daily: 7}\nnodes: [pve1]"));
        assertThat(read("/storage/shelf").toString()).contains("keep-daily=7", "keep-last=5", "nodes=pve1");

        apply("storage", manifest("Storage", "shelf", "nodes: null"));
        assertThat(read("/storage/shelf").toString()).contains("keep-last=5").doesNotContain("nodes");

        apply("storage", manifest("Storage", "shelf", "state: absent"));
        assertThat(somebody.read("/storage", Map.of()).toString()).doesNotContain("shelf");
    }

    @Test
    void aBackupJobIsOfOneSelectionOnly() {
        apply(
                "job",
                manifest(
                        "BackupJob",
                        "weekly",
                        "schedule: 'sun 01:00'\nstorage: local\nguests: {vmids: [101, 100]}\ncomment: ours"));
        assertThat(read("/cluster/backup/weekly").toString()).contains("100,101", "sun 01:00");

        apply("job", manifest("BackupJob", "weekly", "guests: {all: true, exclude: [100]}\nenabled: false"));
        assertThat(read("/cluster/backup/weekly").toString())
                .contains("all=1", "exclude=100", "enabled=0", "comment=ours")
                .doesNotContain("vmid");
    }

    @Test
    void highAvailabilityIsDeclaredWithItsRules() {
        apply(
                "ha",
                manifest("HaResource", "vm:108", "state: stopped\nmaxRestart: 2\ncomment: web")
                        + manifest(
                                "HaRule",
                                "near",
                                "type: node-affinity\nresources: ['vm:108']\nnodes: ['pve1:2', pve2]"));
        assertThat(read("/cluster/ha/resources/vm:108").toString()).contains("state=stopped", "max_restart=2");

        apply(
                "ha",
                manifest("HaResource", "vm:108", "state: stopped\nmaxRestart: null")
                        + manifest("HaRule", "near", "nodes: ['pve1:2']\ndisable: true\nstrict: true"));
        assertThat(read("/cluster/ha/rules/near").toString()).contains("nodes=pve1:2", "disable=1", "resources=vm:108");
        assertThat(read("/cluster/ha/resources/vm:108").toString()).doesNotContain("max_restart");
    }

    @Test
    void rulesOfAFirewallBecomeWhatIsDeclaredInTheirOrder() {
        String ssh = "{direction: in, action: ACCEPT, macro: SSH, source: 10.0.0.0/8, comment: admins}";
        String web = "{direction: in, action: ACCEPT, proto: tcp, dport: '80,443'}";
        String drop = "{direction: in, action: DROP, enable: false}";
        apply(
                "fw",
                manifest(
                        "Firewall",
                        "guest/108",
                        "options: {enable: true, policy_in: DROP}\nrules:\n- " + ssh + "\n- " + drop));
        String path = "/nodes/" + nodeOf(108) + "/qemu/108/firewall/rules";
        assertThat(lines(path)).containsExactly("in ACCEPT 10.0.0.0/8", "in DROP off");

        apply("fw", manifest("Firewall", "guest/108", "rules:\n- " + web + "\n- " + ssh + "\n- " + drop));
        assertThat(lines(path)).containsExactly("in ACCEPT", "in ACCEPT 10.0.0.0/8", "in DROP off");

        apply("fw", manifest("Firewall", "guest/108", "rules:\n- " + ssh + "\n- " + web));
        assertThat(lines(path)).containsExactly("in ACCEPT 10.0.0.0/8", "in ACCEPT");

        apply("fw", manifest("Firewall", "guest/108", "rules: []"));
        assertThat(lines(path)).isEmpty();
    }

    @Test
    void namesOfTheClustersFirewallAreOwnedByName() {
        apply(
                "dc",
                manifest(
                                "Firewall",
                                "group/app",
                                "comment: servers\nrules: [{direction: in, action: ACCEPT, source: +dc/ops}]")
                        + manifest(
                                "Firewall",
                                "cluster",
                                "aliases: {depot: {cidr: 10.1.0.0/16, comment: us}}\n"
                                        + "ipsets: {ops: {entries: [10.9.2.3, '!10.9.2.4', 10.2.0.0/16]}}"));
        assertThat(somebody.read("/cluster/firewall/aliases", Map.of()).toString())
                .contains("depot", "10.1.0.0/16");
        assertThat(somebody.read("/cluster/firewall/ipset/ops", Map.of())
                        .valueStream()
                        .count())
                .isEqualTo(3);

        apply("dc", manifest("Firewall", "cluster", "aliases: {depot: null}\nipsets: {ops: {entries: [10.2.0.0/16]}}"));
        assertThat(somebody.read("/cluster/firewall/aliases", Map.of()).toString())
                .doesNotContain("depot");
        assertThat(lines("/cluster/firewall/groups/app")).containsExactly("in ACCEPT +dc/ops");

        apply("dc", manifest("Firewall", "group/app", "state: absent"));
        assertThat(somebody.read("/cluster/firewall/groups", Map.of()).toString())
                .doesNotContain("servers");
    }

    @Test
    void accessIsGivenAndTaken() {
        String role = manifest("Role", "Openers", "privileges: [VM.PowerMgmt, VM.Audit]");
        String people = manifest("Group", "night", "comment: on call")
                + manifest("User", "bob@pve", "firstName: Bob\ngroups: [night]\nexpire: 2030-01-01");
        apply(
                "access",
                role
                        + people
                        + manifest(
                                "Acl",
                                "/vms/108",
                                "grants: {'@night': {roles: [Openers, PVEAuditor]}, bob@pve: {roles: [NoAccess],"
                                        + " propagate: false}}"));
        assertThat(somebody.read("/access/acl", Map.of())
                        .valueStream()
                        .filter(row -> row.get("path").asString().equals("/vms/108"))
                        .map(row -> row.get("ugid").asString() + " "
                                + row.get("roleid").asString() + " "
                                + row.get("propagate").asInt()))
                .containsExactlyInAnyOrder("night Openers 1", "night PVEAuditor 1", "bob@pve NoAccess 0");
        assertThat(read("/access/users/bob@pve").toString()).contains("expire=1893456000", "night");

        apply(
                "access",
                role
                        + people.replace("expire: 2030-01-01", "expire: null\nenable: false")
                        + manifest("Acl", "/vms/108", "grants: {'@night': {roles: [Openers]}, bob@pve: null}"));
        assertThat(somebody.read("/access/acl", Map.of())
                        .valueStream()
                        .filter(row -> row.get("path").asString().equals("/vms/108"))
                        .map(row -> row.get("ugid").asString() + " "
                                + row.get("roleid").asString()))
                .containsExactly("night Openers");
        assertThat(read("/access/users/bob@pve").toString())
                .contains("enable=0")
                .doesNotContain("1893456000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Storage     | x         | content: [iso]                                  | type: is needed to make it
        Storage     | x         | type: dir\\npath: /x\\nnodes: [pve9]            | there is no node 'pve9', did you mean
        BackupJob   | x         | schedule: '01:00'                               | guests: says of which guests it is
        BackupJob   | x         | schedule: '1:00'\\nstorage: lokal\\nguests: {all: true} | there is no Storage 'lokal'
        BackupJob   | x         | schedule: '1:00'\\nguests: {vmids: [999]}       | there is no guest 999, and this set makes none
        HaResource  | vm:999    | state: started                                  | there is no guest 999
        HaResource  | vm:100    | state: running                                  | state: is one of started, stopped
        HaRule      | x         | type: node-affinity\\nresources: ['vm:100']\\nnodes: [pve1] | there is no HaResource 'vm:100'
        HaGroup     | x         | nodes: [pve1]                                   | this cluster has rules
        Role        | x         | privileges: [VM.Audti]                          | there is no privilege 'VM.Audti', did you mean 'VM.Audit'?
        User        | x@pve     | groups: [nobody]                                | there is no Group 'nobody'
        User        | x         | comment: y                                      | name: is the name that Proxmox has for it, such as joe@pve
        Acl         | /vms      | grants: {no@pve: {roles: [PVEAuditor]}}         | there is no User 'no@pve'
        Acl         | /vms      | grants: {root@pam: {roles: [Nope]}}             | there is no Role 'Nope'
        Acl         | /vms      | state: absent                                   | it is always there; write null for what is to go
        Firewall    | cluster   | rules: [{direction: in, action: ACCEPT, dport: 22}] | dport needs a proto
        Firewall    | cluster   | rules: [{group: nope}]                          | there is no Firewall 'group/nope'
        Firewall    | cluster   | rules: [{direction: in, acton: ACCEPT}]         | did you mean 'action'?
        Firewall    | cluster   | rules: {}                                       | is a list of rules
        Firewall    | guest/999 | rules: []                                       | not part of this plan
        Bridge      | pve1/vmbr0 | address: 10.9.9.9/24                           | cannot: networks of nodes are compared and not changed
        """)
    void whatIsWrongIsSaidAtPlanTime(String kind, String name, String yaml, String message) {
        assertThat(plan("wrong", manifest(kind, name, yaml.replace("\\n", "\n")))
                        .text())
                .contains(message);
    }

    @Test
    @Order(2)
    void theExampleIsAppliedAsAWhole() throws IOException {
        String text = Files.readString(
                Path.of(System.getProperty("repository.root"), "examples/manifests-of-a-cluster/cluster.yaml"));

        apply("example", text);

        assertThat(somebody.read("/access/acl", Map.of()).toString()).contains("/pool/prod", "night-shift");
        assertThat(lines("/cluster/firewall/groups/web")).containsExactly("in ACCEPT", "in ACCEPT +dc/admins");
    }

    @Test
    @Order(1)
    void whatIsExportedOfThemChangesNothing() {
        String text = manifest("Storage", "round", "type: dir\npath: /srv/round\ncontent: [iso]\nkeep: {daily: 2}")
                + manifest(
                        "BackupJob",
                        "round",
                        "schedule: '02:30'\nstorage: local\nguests: {pool: prod}\nkeep: {last: 1}")
                + manifest("HaResource", "vm:111", "state: stopped")
                + manifest("Role", "Rounds", "privileges: [VM.Audit]")
                + manifest("User", "round@pve", "comment: '${x} {{ y }} # z'")
                + manifest("Acl", "/vms/111", "grants: {round@pve: {roles: [Rounds]}}")
                + manifest(
                        "Firewall",
                        "group/round",
                        "comment: '{{ x }}'\nrules: [{direction: in, action: ACCEPT, macro: SSH, comment: '!x \"# y'},"
                                + " {direction: out, action: DROP, proto: icmp, icmpType: echo-request, log: info}]");
        apply("round", text);

        Result drift = server.call("check_drift", "set", "round", "fresh", true);
        Map<?, ?> exported = (Map<?, ?>) java.util.Objects.requireNonNull(
                server.call("export_state").structured().get("text"));
        Result planned = plan("round", String.valueOf(exported.get("untrusted_text")));

        assertThat(drift.text()).contains("7 in_sync");
        assertThat(String.valueOf(exported.get("untrusted_text")))
                .contains(
                        "kind: Storage",
                        "kind: BackupJob",
                        "name: vm:111",
                        "/vms/111",
                        "group/round",
                        "- {direction: in");
        assertThat(planned.text()).contains("nothing_to_do", "nothing to do; 1 left alone");
    }

    @Test
    void withoutAMajorityNothingIsPlanned() {
        demo.faults().quorumLost(true);
        try {
            assertThat(plan("alone", manifest("Role", "Lonely", "privileges: [VM.Audit]"))
                            .text())
                    .contains("manifests_refused", "the cluster has no quorum");
        } finally {
            demo.faults().quorumLost(false);
        }
    }

    @Test
    void whatTheTokenMayNotChangeIsSaidAtPlanTime(@TempDir Path other) {
        String file = "manifests: {tools: true}\nclusters:\n  lab: {url: '%s', token_env: T, fingerprint: '%s'}\n"
                .formatted(demo.url(), demo.fingerprint());
        try (DirectServer weak = DirectServer.configured(
                Map.of("T", demo.token(TokenLevel.OPERATOR)), other, InstantSource.system(), file)) {
            Result planned = weak.call(
                    "plan_manifest",
                    "text",
                    manifest("Role", "Weak", "privileges: [VM.Audit]")
                            + manifest("Firewall", "cluster", "rules: []")
                            + manifest("Acl", "/vms/100", "grants: {root@pam: {roles: [PVEAuditor]}}"));

            assertThat(planned.text()).contains("lacks Sys.Modify on /access", "lacks Permissions.Modify on /vms/100");
        }
    }

    @Test
    void whatIsChangedBehindItsBackIsToldAndReverted() {
        String text = manifest("Storage", "behind", "type: dir\npath: /srv/behind\ncontent: [iso]");
        apply("behind", text);
        somebody.call("PUT", "/storage/behind", Map.of("content", "iso,backup"));

        server.call("check_drift", "set", "behind", "fresh", true);
        Result drift = server.call("check_drift", "set", "behind", "fresh", true);

        assertThat(drift.text()).contains("Storage/behind", "drifted", "[backup, iso]");
        apply("behind", text);
        assertThat(read("/storage/behind").toString()).contains("content=iso").doesNotContain("backup");
    }
}
