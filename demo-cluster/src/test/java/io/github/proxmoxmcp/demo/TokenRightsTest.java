package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.Grant;
import io.github.proxmoxmcp.demo.access.User;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Who may do what where, by the rules of Proxmox's access control.
class TokenRightsTest {
    private static final String JOE = "joe@pve";
    private static final String TOKEN = "joe@pve!t";

    /// Grants are `path who role`, with a `-` before the role where it does not hold below the path; `@` is a group.
    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("a role holds below its path", "/ joe@pve PVEPoolUser", JOE, "/vms/100", "Pool.Audit"),
                Arguments.of("or does not", "/ joe@pve -PVEPoolUser", JOE, "/vms/100", ""),
                Arguments.of("but on the path itself", "/ joe@pve -PVEPoolUser", JOE, "/", "Pool.Audit=0"),
                Arguments.of(
                        "a role on a deeper path replaces what is inherited",
                        "/ joe@pve PVEAuditor; /vms joe@pve PVEPoolUser",
                        JOE,
                        "/vms/101",
                        "Pool.Audit"),
                Arguments.of(
                        "not where it does not hold",
                        "/ joe@pve PVEPoolUser; /vms joe@pve -PVESysAdmin",
                        JOE,
                        "/vms/100",
                        "Pool.Audit"),
                Arguments.of(
                        "on its own path it does",
                        "/ joe@pve PVESysAdmin; /vms joe@pve -PVEPoolUser",
                        JOE,
                        "/vms",
                        "Pool.Audit=0"),
                Arguments.of(
                        "roles on one path add up",
                        "/vms joe@pve PVEPoolUser; /vms joe@pve -PVEDatastoreUser",
                        JOE,
                        "/vms",
                        "Datastore.AllocateSpace=0 Datastore.Audit=0 Pool.Audit"),
                Arguments.of("a group's role is its members'", "/ @ops PVEPoolUser", JOE, "/vms", "Pool.Audit"),
                Arguments.of(
                        "roles of groups add up",
                        "/ @ops PVEPoolUser; / @lab PVETemplateUser",
                        JOE,
                        "/vms",
                        "Pool.Audit VM.Audit VM.Clone"),
                Arguments.of(
                        "a user's own replaces its groups' on the same path",
                        "/ @ops PVEAuditor; / joe@pve PVEPoolUser",
                        JOE,
                        "/vms",
                        "Pool.Audit"),
                Arguments.of(
                        "and not on a deeper one",
                        "/vms @ops PVETemplateUser; / joe@pve PVEPoolUser",
                        JOE,
                        "/vms",
                        "VM.Audit VM.Clone"),
                Arguments.of(
                        "NoAccess beats all other roles",
                        "/vms/100 joe@pve NoAccess; /vms/100 joe@pve PVETemplateUser",
                        JOE,
                        "/vms/100",
                        ""),
                Arguments.of(
                        "a pool's role is its members'",
                        "/pool/p joe@pve PVETemplateUser",
                        JOE,
                        "/vms/100",
                        "VM.Audit=0 VM.Clone=0"),
                Arguments.of("not of others", "/pool/p joe@pve PVETemplateUser", JOE, "/vms/101", ""),
                Arguments.of(
                        "it adds to what is there",
                        "/ joe@pve PVEPoolUser; /pool/p joe@pve PVETemplateUser",
                        JOE,
                        "/vms/100",
                        "Pool.Audit VM.Audit=0 VM.Clone=0"),
                Arguments.of(
                        "NoAccess on the guest beats its pool",
                        "/vms/100 joe@pve NoAccess; /pool/p joe@pve PVETemplateUser",
                        JOE,
                        "/vms/100",
                        ""),
                Arguments.of(
                        "NoAccess on the pool beats the guest",
                        "/vms joe@pve PVETemplateUser; /pool/p joe@pve NoAccess",
                        JOE,
                        "/vms/100",
                        ""),
                Arguments.of(
                        "what holds at the top reaches members through their pool",
                        "/ joe@pve PVEPoolUser; /vms joe@pve PVETemplateUser",
                        JOE,
                        "/vms/100",
                        "Pool.Audit=0 VM.Audit VM.Clone"),
                Arguments.of(
                        "a separated token may what both may",
                        "/ joe@pve PVETemplateUser; / joe@pve!t PVEAuditor",
                        TOKEN,
                        "/vms",
                        "VM.Audit"),
                Arguments.of("by itself it may nothing", "/ joe@pve PVEAuditor", TOKEN, "/", ""),
                Arguments.of("nor without its user", "/ joe@pve!t PVEAuditor", TOKEN, "/", ""),
                Arguments.of(
                        "one that is not separated may what its user may",
                        "/ joe@pve PVEPoolUser; / joe@pve!own PVEAuditor",
                        "joe@pve!own",
                        "/vms",
                        "Pool.Audit"),
                Arguments.of(
                        "root's token may what it was granted",
                        "/ root@pam!t PVEPoolUser",
                        "root@pam!t",
                        "/vms",
                        "Pool.Audit"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void rightsAreThoseOfProxmox(String rule, String grants, String who, String path, String expected) {
        var access = new AccessControl();
        access.addGroup("ops", "");
        access.addGroup("lab", "");
        access.addUser(new User(JOE, true, 0, List.of("ops", "lab"), new TreeMap<>()), "");
        access.addToken(TOKEN, true, 0, "");
        access.addToken("joe@pve!own", false, 0, "");
        access.addToken("root@pam!t", true, 0, "");
        for (var grant : grants.split("; ")) {
            var words = grant.split(" ");
            var role = words[2].replaceFirst("^-", "");
            var type = words[1].startsWith("@") ? "group" : words[1].contains("!") ? "token" : "user";
            access.grant(
                    new Grant(words[0], type, words[1].replaceFirst("^@", ""), role, role.equals(words[2])), false);
        }

        var pools = path.equals("/vms/100") ? List.of("p") : List.<String>of();

        assertThat(text(access.privileges(access.known(who).orElseThrow(), path, pools)))
                .as(rule)
                .isEqualTo(expected);
    }

    /// The access control list of a real cluster, and what it answered at `/access/permissions`.
    @Test
    void permissionsAreThoseThatARealClusterTold() throws IOException {
        var recorded = recorded();
        var access = new AccessControl();
        recorded.path("roles")
                .properties()
                .forEach(role -> access.roles()
                        .put(role.getKey(), Set.of(role.getValue().asString().split(","))));
        recorded.path("groups").propertyNames().forEach(group -> access.addGroup(group, ""));
        recorded.path("users")
                .forEach(user -> access.addUser(
                        new User(user.asString(), true, 0, groups(recorded, user.asString()), new TreeMap<>()), ""));
        recorded.path("tokens")
                .properties()
                .forEach(token ->
                        access.addToken(token.getKey(), token.getValue().asInt() == 1, 0, ""));
        access.grants().forEach(grant -> access.grant(grant, true));
        recorded.path("acl")
                .forEach(row -> access.grant(
                        new Grant(
                                row.path("path").asString(),
                                row.path("type").asString(),
                                row.path("ugid").asString(),
                                row.path("roleid").asString(),
                                row.path("propagate").asInt() == 1),
                        false));

        var cases = recorded.path("cases");

        assertThat(cases.size()).isGreaterThan(35);
        for (var one : cases) {
            var expected = new TreeMap<String, String>();
            one.path("permissions")
                    .properties()
                    .forEach(path -> expected.put(path.getKey(), path.getValue().asString()));
            assertThat(told(access, recorded.path("pools"), one))
                    .as(one.path("name").asString())
                    .isEqualTo(expected);
        }
    }

    private static Map<String, String> told(AccessControl access, JsonNode pools, JsonNode one) {
        var members = new TreeSet<String>();
        pools.forEach(pool -> pool.forEach(member -> members.add(member.asString())));
        boolean all = !one.has("path");
        var told = new TreeMap<String, String>();
        access.known(one.path("who").asString()).ifPresent(who -> {
            for (var path :
                    all ? access.paths(members) : Set.of(one.path("path").asString())) {
                var privileges = text(access.privileges(who, path, poolsOf(pools, path)));
                if (!all || !privileges.isEmpty()) {
                    told.put(path, privileges);
                }
            }
        });
        return told;
    }

    private static List<String> poolsOf(JsonNode pools, String path) {
        var names = new ArrayList<String>();
        pools.properties()
                .forEach(pool -> pool.getValue().forEach(member -> {
                    if (member.asString().equals(path)) {
                        names.add(pool.getKey());
                    }
                }));
        return names;
    }

    private static List<String> groups(JsonNode recorded, String user) {
        var names = new ArrayList<String>();
        recorded.path("groups")
                .properties()
                .forEach(group -> group.getValue().forEach(member -> {
                    if (member.asString().equals(user)) {
                        names.add(group.getKey());
                    }
                }));
        return names;
    }

    private static String text(Map<String, Boolean> privileges) {
        return String.join(
                " ",
                privileges.entrySet().stream()
                        .map(entry -> entry.getKey() + (entry.getValue() ? "" : "=0"))
                        .sorted()
                        .toList());
    }

    private static JsonNode recorded() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(TokenRightsTest.class.getResourceAsStream("/rights/recorded.json"))) {
            return JsonMapper.builder().build().readTree(in);
        }
    }
}
