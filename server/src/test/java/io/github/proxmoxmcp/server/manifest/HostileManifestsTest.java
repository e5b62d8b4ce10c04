package io.github.proxmoxmcp.server.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests that somebody, or something, made to do harm: YAML that is more than data, values that mean two things,
/// secrets, and short texts that become long ones. The table in `docs/concepts/security.md` counts the attempts; a test
/// compares.
class HostileManifestsTest {

    private static final String VM = "apiVersion: proxmox-mcp/v1\nkind: VM\nname: web\nvmid: 100\n";
    private static final String FLEET = "apiVersion: proxmox-mcp/v1\nkind: Fleet\nname: web\n";

    static List<String> refused() {
        return Stream.of(moreThanData(), ambiguous(), namesAndOptions(), fleets())
                .flatMap(List::stream)
                .toList();
    }

    private static List<String> moreThanData() {
        return List.of(
                VM + "description: !!javax.script.ScriptEngineManager [x]\n",
                VM + "description: !!java.net.URL https://evil.example\n",
                VM + "description: !!binary aGk=\n",
                VM + "description: !include /etc/passwd\n",
                VM + "description: &a x\n",
                VM + "<<: *base\n",
                "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
                "%YAML 9.9\n---\n" + VM,
                "%TAG ! tag:evil.example,2000:\n---\n" + VM + "description: !x y\n",
                VM + "? [a, b]\n: c\n",
                VM + "options: {args: ! -qmp}\n");
    }

    private static List<String> ambiguous() {
        return List.of(
                VM + "vmid: 101\n",
                VM + "description: a\ndescription: b\n",
                VM + "---\n" + VM,
                VM + "---\n" + VM.replace("web", "other"),
                VM.replace("100", "0x64"),
                VM.replace("100", "1_00"),
                VM.replace("100", "0100"),
                VM.replace("100", "100.0"),
                VM.replace("100", "-100"),
                VM.replace("100", "1e2"),
                VM.replace("100", "99"),
                VM.replace("100", "9999999999999999999"),
                VM.replace("100", "[100]"),
                VM.replace("100", "{a: 100}"),
                VM.replace("100", ""),
                VM + "cluster: [lab]\n",
                VM + "cluster: ~\n",
                VM + "state: [absent]\n",
                FLEET + "cluster: {a: lab}\ninstances: 1\ntemplate: {kind: VM}\n",
                VM + "onBoot: yes\n",
                VM + "memory: {size: 4G}\n",
                VM + "state: Absent\n",
                VM + "placement: fixed; absent\n");
    }

    private static List<String> namesAndOptions() {
        return List.of(
                VM.replace("web", "../../etc/cron.d/x"),
                VM.replace("web", "a/b"),
                VM.replace("web", "\"a\\nkind: VM\""),
                VM.replace("web", "\"web\\u202e\""),
                VM.replace("web", "\"web\\0\""),
                VM.replace("name: web\n", "name: \"\"\n"),
                VM.replace("VM", "vm"),
                VM.replace("VM", "Node"),
                // Secrets, and what Proxmox knows under another name.
                VM + "options: {cipassword: x}\n",
                VM + "options: {sshkeys\\n: x}\n",
                VM + "options: {\"delete\": net0}\n",
                VM + "options: {digest: x}\n",
                VM + "options: {revert: net0}\n",
                VM + "options: {force: 1}\n",
                VM + "options: {skiplock: 1}\n",
                VM + "options: {archive: local:backup/x.vma}\n",
                VM + "options: {node: pve2}\n",
                VM + "options: {vmgenid\u00a0: x}\n",
                VM + "options: {Cores: 4}\n",
                VM + "options: {\"../config\": 4}\n");
    }

    private static List<String> fleets() {
        return List.of(
                FLEET + "instances: -1\ntemplate: {kind: VM}\n",
                FLEET + "instances: 1001\ntemplate: {kind: VM}\n",
                FLEET + "instances: 99999999999\ntemplate: {kind: VM}\n",
                FLEET + "instances: {\"a]\\n\": {}}\ntemplate: {kind: VM}\n",
                FLEET + "instances: 1\ntemplate: {kind: Fleet}\n",
                FLEET + "instances: 1\ntemplate: {kind: VM, vmid: \"${i * 100}\"}\n",
                FLEET + "instances: 1\ntemplate: {kind: VM, description: \"${env.PROXMOX_TOKEN}\"}\n",
                FLEET + "instances: 1\ntemplate: {kind: VM, description: \"${T(java.lang.Runtime)}\"}\n",
                FLEET + "instances: 1\nvars: {a: \"${vars.b}\"}\ntemplate: {kind: VM, vmid: \"${vars.a}\"}\n",
                FLEET + "instances: 1\ntemplate: {kind: VM, description: \"${\"}\n",
                FLEET + "instances: 2\ntemplate: {kind: VM, vmid: 100}\n");
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedWithItsPlaceAndInLinesOfOurs(String text) {
        BadManifest bad = catchThrowableOfType(BadManifest.class, () -> read(text));

        assertThat(bad).describedAs(text).isNotNull();
        String told =
                String.valueOf(new BadArgument("the manifests are not well-formed:\n" + bad.getMessage()).getMessage());
        assertThat(told.lines().skip(1))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(told).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\n]]");
        assertThat(bad.faults())
                .allSatisfy(fault -> assertThat(fault.toString()).startsWith("set.yaml:"));
    }

    /// What a text becomes is bounded, not only the text.
    static Map<String, String> bombs() {
        String word = "x".repeat(10_000);
        return Map.of(
                "a variable named a thousand times by each of a thousand",
                FLEET + "instances: 1000\nvars: {a: " + word + "}\ntemplate: {kind: VM, description: \""
                        + "${vars.a}".repeat(1_000) + "\"}\n",
                "a long template, a thousand times",
                FLEET + "instances: 1000\ntemplate: {kind: VM, tags: [" + "a, ".repeat(50_000) + "b]}\n",
                "many fleets",
                (FLEET.replace("web", "w@") + "instances: 1000\ntemplate: {kind: VM, description: '${i} " + word
                                + "'}\n---\n")
                        .repeat(40),
                "a fault with all variables in it, a thousand times",
                FLEET + "instances: 1000\nvars: {? " + word + " : 1}\ntemplate: {kind: VM, description: \""
                        + "${x}".repeat(1_000) + "\"}\n",
                "deep",
                VM + "options: " + "[".repeat(100_000) + "\n",
                "deep in blocks",
                VM + "options:\n" + nested(2_000));
    }

    private static String nested(int depth) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= depth; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        return text.toString();
    }

    @Test
    void aShortTextDoesNotBecomeALongOne() {
        bombs().forEach((name, text) -> {
            BadManifest bad = catchThrowableOfType(BadManifest.class, () -> read(text.replace("w@", "w")));

            assertThat(bad).describedAs(name).isNotNull();
            String last = bad.faults().getLast().toString();
            assertThat(last.contains("become more than 16 MiB") || last.contains("nested deeper"))
                    .describedAs(name)
                    .isTrue();
        });
    }

    private static ManifestSet read(String text) {
        return ManifestSet.read("set", new TreeMap<>(Map.of("set.yaml", text)));
    }
}
