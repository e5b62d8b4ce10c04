package io.github.proxmoxmcp.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.client.cluster.ClusterResource.GuestResource;
import io.github.proxmoxmcp.server.approval.OperatorKey;
import io.github.proxmoxmcp.server.guard.Target.Kind;
import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.Scope;
import io.github.proxmoxmcp.server.tool.Scope.Rules;
import io.github.proxmoxmcp.server.tool.Scope.VmidRange;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// What the guard tells from a call alone: what it touches, how bad it is, and whether it carries a secret.
class SafetyRulesTest {

    private static final Rules NOTHING = new Rules(List.of(), Set.of(), Set.of(), Set.of());

    @Test
    void tellsTheTargetsOfACallFromItsPathAndParameters() {
        assertThat(ids("POST", "/nodes/pve1/qemu/100/status/stop", Map.of())).contains("GUEST 100", "PLACE pve1");
        assertThat(ids("POST", "/nodes/pve1/qemu/100/clone", Map.of("newid", 900, "target", "pve2", "pool", "lab")))
                .contains("GUEST 100", "NEW_GUEST 900", "PLACE pve2", "POOL lab");
        assertThat(ids("POST", "/nodes/pve1/qemu", Map.of("vmid", 900, "archive", "b:backup/vzdump-qemu-104-x.zst")))
                .contains("NEW_GUEST 900", "GUEST 104");
        assertThat(ids("DELETE", "/nodes/pve1/storage/local/content/local%3A104%2Fvm-104-disk-0.qcow2", Map.of()))
                .contains("GUEST 104", "STORAGE local");
        assertThat(ids("POST", "/nodes/pve1/vzdump", Map.of("vmid", "100,101"))).contains("GUEST 100", "GUEST 101");
        assertThat(ids("PUT", "/pools/lab", Map.of("vms", "100,101"))).contains("POOL lab", "GUEST 101");
        assertThat(ids("DELETE", "/cluster/ha/resources/vm%3A105", Map.of())).contains("GUEST 105");
        assertThat(ids("DELETE", "/nodes/pve1/tasks/UPID:pve1:1:1:1:qmstart:100:root@pam:", Map.of()))
                .contains("GUEST 100");
    }

    @Test
    void aPathWhoseTargetsNobodyCanTellIsUntold() {
        for (String path : List.of(
                "/cluster/bulk-action/guest/shutdown",
                "/cluster/options",
                "/access/users",
                "/storage/local",
                "/nodes/pve1/qemu/abc/config",
                "/nodes/pve1",
                "/cluster/backup/backup-1")) {
            assertThat(ids("POST", path, Map.of())).describedAs(path).anyMatch(id -> id.startsWith("UNTOLD"));
        }
        assertThat(ids("POST", "/nodes/pve1/vzdump", Map.of("all", 1))).anyMatch(id -> id.startsWith("UNTOLD"));
        assertThat(ids("POST", "/nodes/pve1/status", Map.of("command", "reboot")))
                .contains("NODE pve1");
    }

    @Test
    void denyWinsAndWhatIsUnknownIsOutside() {
        Scope scope = new Scope(
                new Rules(List.of(new VmidRange(100, 199)), Set.of(), Set.of(), Set.of()),
                new Rules(List.of(), Set.of("prod"), Set.of(), Set.of()));
        ScopeCheck check = new ScopeCheck(scope, Map.of(), List.of());

        assertThat(check.problem(Target.guest(200))).contains("guest 200 is not in the allowed vmids");
        assertThat(check.problem(Target.guest(100)).orElseThrow()).contains("unknown");
        assertThat(check.problem(Target.newGuest(150, "pve1", List.of(), List.of("web"))))
                .isEmpty();
        assertThat(check.problem(Target.newGuest(150, "pve1", List.of(), List.of("prod"))))
                .isPresent();
        assertThat(check.problem(Target.of(Kind.UNTOLD, "PUT /cluster/options")))
                .isPresent();
        assertThat(check.problem(Target.of(Kind.NODE, "pve1"))).isPresent();
        assertThat(new ScopeCheck(new Scope(NOTHING, NOTHING), Map.of(), List.of())
                        .problem(Target.of(Kind.UNTOLD, "x")))
                .isEmpty();
    }

    @Test
    void aGuestThatTheActionMakesIsJudgedByWhatItIsMadeWith() {
        Scope scope = new Scope(new Rules(List.of(), Set.of(), Set.of("lab"), Set.of()), NOTHING);
        Action within = action(
                        Calls.post("/nodes/pve1/qemu", Map.of("vmid", 900, "pool", "lab"), ""),
                        Calls.post("/nodes/pve1/qemu/900/status/start", Map.of(), ""))
                .target(Target.newGuest(900, "pve1", List.of(), List.of()));
        Action without = action(Calls.post("/nodes/pve1/qemu", Map.of("vmid", 900), ""));

        assertThat(problems(scope, within)).isEmpty();
        assertThat(problems(scope, without)).containsExactly("new guest 900 has no allowed pool");
        assertThat(problems(scope, action(Calls.post("/nodes/pve1/qemu/900/status/start", Map.of(), ""))))
                .isNotEmpty();
    }

    @Test
    void whatIsPutOverAGuestIsJudgedByThatGuestToo() {
        Scope scope = new Scope(new Rules(List.of(), Set.of("mine"), Set.of(), Set.of()), NOTHING);
        Action over = action(Calls.post("/nodes/pve1/qemu", Map.of("vmid", 100, "tags", "mine", "force", true), ""));
        GuestResource there = JsonMapper.shared()
                .readValue(
                        "{\"type\":\"qemu\",\"id\":\"qemu/100\",\"vmid\":100,\"node\":\"pve1\",\"tags\":\"prod\"}",
                        GuestResource.class);

        assertThat(ScopeCheck.judged(over, Map.of(100, there)).stream()
                        .flatMap(target ->
                                new ScopeCheck(scope, Map.of(100, there), List.of()).problem(target).stream()))
                .containsExactly("guest 100 has no allowed tag");
    }

    private static List<String> problems(Scope scope, Action action) {
        return ScopeCheck.judged(action, Map.of()).stream()
                .flatMap(target -> new ScopeCheck(scope, Map.of(), List.of()).problem(target).stream())
                .toList();
    }

    @Test
    void boundsByNodeHoldForPlacesToo() {
        Rules nodes = new Rules(List.of(), Set.of(), Set.of(), Set.of("pve1"));
        ScopeCheck check = new ScopeCheck(new Scope(nodes, NOTHING), Map.of(), List.of());

        assertThat(check.problem(Target.of(Kind.PLACE, "pve1"))).isEmpty();
        assertThat(check.problem(Target.of(Kind.PLACE, "pve2"))).isPresent();
        assertThat(check.problem(Target.of(Kind.NODE, "pve1"))).isEmpty();
    }

    @Test
    void aToolCannotCallADeletionHarmless() {
        assertThat(severity(Calls.delete("/nodes/pve1/qemu/100", Map.of(), ""))).isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.post("/nodes/pve1/qemu/100/status/stop", Map.of(), "")))
                .isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.post("/nodes/pve1/qemu/100/status/shutdown", Map.of("forceStop", true), "")))
                .isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.put("/nodes/pve1/qemu/100/config", Map.of("delete", "unused0"), "")))
                .isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.post("/nodes/pve1/vzdump", Map.of("vmid", 100), "")))
                .isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.post("/nodes/pve1/vzdump", Map.of("vmid", 100, "remove", false), "")))
                .isEqualTo(Effect.OPERATE);
        assertThat(severity(Calls.put("/access/acl", Map.of(), ""))).isEqualTo(Effect.DESTRUCTIVE);
        assertThat(severity(Calls.post("/nodes/pve1/qemu/100/status/start", Map.of(), "")))
                .isEqualTo(Effect.OPERATE);
        assertThat(severity(
                        Calls.post("/nodes/pve1/qemu/100/snapshot", Map.of("snapname", "s"), ""),
                        Calls.delete("/nodes/pve1/qemu/100/snapshot/s", Map.of(), "")))
                .isEqualTo(Effect.OPERATE);
        assertThat(severity(Calls.delete("/nodes/pve1/qemu/100/snapshot/s", Map.of(), "")))
                .isEqualTo(Effect.DESTRUCTIVE);
    }

    @Test
    void secretsAreRefusedByNameAndNotRepeated() {
        for (Map<String, String> parameters : List.of(
                Map.of("cipassword", "hunter22"),
                Map.of("password", "hunter22"),
                Map.of("new-password", "hunter22"),
                Map.of("config", "user=x,password=hunter22"))) {
            Action action = action(Calls.put("/nodes/pve1/qemu/100/config", parameters, ""));

            assertThatThrownBy(() -> SecretCheck.require(action))
                    .isInstanceOf(BadArgument.class)
                    .hasMessageContaining(parameters.keySet().iterator().next())
                    .hasMessageNotContaining("hunter22");
        }
        SecretCheck.require(
                action(Calls.put("/nodes/pve1/qemu/100/config", Map.of("sshkeys", "ssh-ed25519 AAAA"), "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nodes/pve1/certificates/custom | key | -----BEGIN PRIVATE KEY-----hunter22",
                "/nodes/pve1/certificates/custom | key | hunter22",
                "/nodes/pve1/certificates/custom | certificates | -----BEGIN EC PRIVATE KEY-----hunter22",
                "/nodes/pve1/subscription | key | pve2c-hunter22",
                "/nodes/pve1/qemu/100/remote_migrate | target-endpoint |"
                        + " apitoken=PVEAPIToken=root@pam!a=hunter22,host=h",
                "/cluster/options | http_proxy | http://user:hunter22@proxy:3128",
                "/nodes/pve1/qemu/100/monitor | command | set_password vnc hunter22",
                "/cluster/acme/plugins | data | hunter22",
                "/cluster/acme/plugins/dns | data | hunter22",
                "/cluster/acme/account | eab-hmac-key | hunter22",
                "/cluster/notifications/endpoints/webhook | header | name=Authorization,value=hunter22",
                "/cluster/notifications/endpoints/webhook/hook | secret | name=a,value=hunter22",
                "/cluster/notifications/endpoints/gotify | token | hunter22",
                "/cluster/sdn/dns | key | hunter22",
                "/cluster/sdn/ipams | token | hunter22",
                "/cluster/metrics/server/influx | otel-headers | hunter22",
                "/access/domains | certkey | hunter22",
                "/access/domains | client-key | hunter22",
                "/access/users | keys | hunter22",
                "/access/tfa/root@pam | totp | otpauth://totp/x?secret=hunter22",
                "/nodes/pve1/lxc | env | PW=hunter22",
                "/nodes/pve1/lxc/105/config | env | hunter22",
                "/storage | keyring | hunter22",
                "/storage | encryption-key | hunter22",
                "/storage | options | vers=3,password=hunter22",
                "/storage | options | credentials=/root/hunter22",
                "/nodes/pve1/qemu/100/config | args | -vnc :1,password=hunter22",
                "/nodes/pve1/qemu/100/config | args | -vnc :1,password=***",
                "/nodes/pve1/qemu/100/config | description | Authorization: Bearer hunter22",
                "/nodes/pve1/qemu/100/config | description | see http://admin:hunter22@10.0.0.1/",
                "/nodes/pve1/qemu/100/config | cicustom | user=local:snippets/a?token=hunter22",
                "/nodes/pve1/storage/local/download-url | url | https://u:hunter22@mirror.example/x.iso",
                "/nodes/pve1/qemu/100/config/password=hunter22 | description | a",
                "/nodes/pve1/execute | commands | [{\"password\":\"hunter22\"}]",
            })
    void aSecretIsRefusedWhateverItsPlace(String path, String name, String value) {
        Action action = action(Calls.put(path, Map.of(name, value), ""));

        assertThatThrownBy(() -> SecretCheck.require(action))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("secrets are not taken from a model")
                .hasMessageNotContaining("hunter22");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nodes/pve1/hosts | data | 127.0.0.1 localhost",
                "/nodes/pve1/qemu/100/sendkey | key | ctrl-alt-delete",
                "/nodes/pve1/qemu/100/config | description | the password is in the vault, not here",
                "/nodes/pve1/qemu/100/config | args | -vnc 0.0.0.0:1,password=on",
                "/nodes/pve1/qemu/100/config | sshkeys | ssh-ed25519 AAAA root@pve",
                "/nodes/pve1/qemu/100/config | net0 | virtio=BC:24:11:00:00:01,bridge=vmbr0",
                "/cluster/options | http_proxy | http://proxy:3128",
                "/access/acl | tokens | root@pam!mcp",
            })
    void whatIsNoSecretIsTaken(String path, String name, String value) {
        SecretCheck.require(action(Calls.put(path, Map.of(name, value), "")));
    }

    @Test
    void onlyTheOwnerOfAKeyCanSignForIt() {
        char[] passphrase = "correct horse".toCharArray();
        OperatorKey.Made made = OperatorKey.make(passphrase, new SecureRandom());
        String signature =
                OperatorKey.open(made.file(), passphrase).orElseThrow().sign("hash");

        assertThat(OperatorKey.verifies(made.publicKey(), "hash", signature)).isTrue();
        assertThat(OperatorKey.verifies(made.publicKey(), "other", signature)).isFalse();
        assertThat(OperatorKey.verifies(made.publicKey(), "hash", "AAAA")).isFalse();
        assertThat(OperatorKey.open(made.file(), "wrong horse".toCharArray())).isEmpty();
        assertThat(OperatorKey.publicKey(made.file())).contains(made.publicKey());
        assertThat(made.file()).doesNotContain("PRIVATE");
    }

    private static List<String> ids(String method, String path, Map<String, ?> parameters) {
        return Targets.of(Calls.of(method, path, parameters, "")).stream()
                .map(target -> target.kind() + " " + target.id())
                .toList();
    }

    private static Effect severity(Step... steps) {
        return Severity.of(action(steps));
    }

    private static Action action(Step... steps) {
        return new Action(
                "tool",
                Effect.OPERATE,
                "lab",
                "do it",
                List.of(),
                List.of(steps),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of());
    }
}
