package io.github.proxmoxmcp.client.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PermissionsTest {

    /// What is told: `path privilege,privilege=0; …`, with `-path` for one that has a rule and allows nothing.
    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("nothing at all", "", "/vms/100", false, false),
                Arguments.of("on the branch", "/vms A", "/vms/100", true, true),
                Arguments.of("on the branch itself alone", "/vms A=0", "/vms/100", false, false),
                Arguments.of("at the top, but the branch is not told", "/ A", "/vms/100", false, false),
                Arguments.of("another privilege on the branch", "/ A; /vms B", "/vms/100", false, false),
                Arguments.of("on the guest by itself", "/vms/100 A", "/vms/100", true, false),
                Arguments.of("on another guest", "/vms/101 A", "/vms/100", false, false),
                Arguments.of("on the guest through its pool", "/pool/p A; /vms/100 A=0", "/vms/100", true, false),
                Arguments.of("replaced on the guest", "/vms A; /vms/100 B", "/vms/100", false, false),
                Arguments.of("replaced on another", "/vms A; /vms/101 B", "/vms/100", true, false),
                Arguments.of("denied on the guest", "/vms A; -/vms/100", "/vms/100", false, false),
                Arguments.of("denied on another", "/vms A; -/vms/101", "/vms/100", true, false),
                Arguments.of("a guest with the beginning of another's number", "/vms/10 A", "/vms/100", false, false),
                Arguments.of("a branch that is not told inherits", "/ A", "/mapping/pci/x", true, true),
                Arguments.of("not what holds on the top alone", "/ A=0", "/mapping/pci/x", false, false),
                Arguments.of("a pool in a pool inherits", "/pool A; /pool/a B; /pool/b A", "/pool/b/c", true, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void readsRightsAsProxmoxMeansThem(String name, String told, String path, boolean holds, boolean everywhere) {
        Permissions permissions = permissions(told);

        assertThat(permissions.at(path, "Z", "A")).as(name).isEqualTo(holds);
        assertThat(permissions.everywhere("/" + path.split("/")[1], "Z", "A"))
                .as(name)
                .isEqualTo(everywhere);
    }

    @Test
    void namesWhatIsHiddenAndWhatIsShown() {
        Permissions permissions = permissions("/ A; /vms A; /vms/1000 B; /vms/200 A=0; -/vms/99");

        assertThat(permissions.without("/vms", "A")).containsExactly("/vms/99", "/vms/1000");
        assertThat(permissions.with("/vms", "A")).containsExactly("/vms/200");
    }

    @Test
    void tellsWhichPrivilegesHoldBelowAPath() {
        Permissions permissions = permissions("/vms A,B=0");

        assertThat(permissions.on("/vms")).isEqualTo(Map.of("A", true, "B", false));
        assertThat(permissions.on("/vms/100")).isEqualTo(Map.of("A", true));
    }

    /// A rule of the branch that does not hold below it leaves there what is above it.
    @Test
    void asksWhatHoldsBelowABranchWhoseRuleDoesNot() {
        List<String> asked = new ArrayList<>();
        Permissions permissions = Permissions.read(
                query -> {
                    asked.add(query.path().orElse(""));
                    return query.path().isEmpty()
                            ? Map.of("/", Map.of("A", true), "/vms", Map.of("B", false), "/nodes", Map.of("A", true))
                            : Map.of(query.path().get(), Map.of("A", true));
                },
                Optional.of("joe@pve"));

        assertThat(asked).containsExactly("", "/vms/any");
        assertThat(permissions.everywhere("/vms", "A")).isTrue();
        assertThat(permissions.everywhere("/vms", "B")).isFalse();
        assertThat(permissions.at("/vms", "B")).isTrue();
    }

    /// Of a token of a real cluster, with a role on a pool and on a guest.
    @Test
    void readsWhatARealClusterTold() {
        Map<String, Map<String, Boolean>> told = new TreeMap<>();
        Recording.of("377-permissions")
                .answer()
                .path("data")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(privilege -> told.computeIfAbsent(path.getKey(), _ -> new TreeMap<>())
                                .put(privilege.getKey(), privilege.getValue().asInt() == 1)));

        Permissions permissions = Permissions.of(told);

        assertThat(permissions.at("/vms/200", "VM.Console")).isTrue();
        assertThat(permissions.at("/vms/101", "VM.Backup"))
                .as("0 is granted, not denied")
                .isTrue();
        assertThat(permissions.on("/vms/101")).containsEntry("VM.Audit", true).containsEntry("VM.Backup", false);
        assertThat(permissions.at("/vms/104", "VM.Audit")).isFalse();
        assertThat(permissions.at("/storage/shared", "Datastore.Audit")).isFalse();
        assertThat(permissions.with("/vms", "VM.Audit")).containsExactly("/vms/101", "/vms/111");
    }

    private static Permissions permissions(String told) {
        Map<String, Map<String, Boolean>> held = new TreeMap<>();
        List<String> rules =
                Arrays.stream(told.split("; ")).filter(rule -> !rule.isEmpty()).toList();
        for (String rule : rules) {
            if (!rule.startsWith("-")) {
                String[] words = rule.split(" ");
                held.put(
                        words[0],
                        Arrays.stream(words[1].split(","))
                                .collect(Collectors.toMap(one -> one.replace("=0", ""), one -> !one.endsWith("=0"))));
            }
        }
        return Permissions.of(held)
                .withRules(rules.stream()
                        .filter(rule -> rule.startsWith("-"))
                        .map(rule -> rule.substring(1))
                        .toList());
    }
}
