package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Guests for tests of exports: recorded from a real cluster, made up by chance, and made up with malice.
public final class Guests {

    public static final int MADE_UP = 300;

    private Guests() {}

    public static ExportedGuest guest(int vmid, GuestKind kind, Map<String, String> config) {
        Optional<String> name = Optional.ofNullable(config.get(kind == GuestKind.VM ? "name" : "hostname"));
        return new ExportedGuest(
                new Guest(
                        vmid,
                        kind,
                        name,
                        "pve1",
                        vmid % 2 == 0 ? "running" : "stopped",
                        "1".equals(config.get("template")),
                        config.containsKey("tags") ? List.of(config.get("tags").split(";")) : List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new TreeMap<>(config),
                List.of(),
                Optional.empty(),
                false);
    }

    /// The configurations of all guests that were recorded, each as the client reads it.
    public static List<ExportedGuest> recorded() {
        try (InputStream file = Guests.class.getResourceAsStream("/export/recorded-guests.json")) {
            List<ExportedGuest> all = new ArrayList<>();
            for (JsonNode one : JsonMapper.shared().readTree(file).values()) {
                GuestConfig config = JsonMapper.shared().treeToValue(one.path("config"), GuestConfig.class);
                all.add(guest(
                        one.path("vmid").asInt(),
                        one.path("kind").asString().equals("vm") ? GuestKind.VM : GuestKind.CONTAINER,
                        config.withoutDigest()));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same for ever: the seed is the number of the guest.
    public static List<ExportedGuest> madeUp() {
        return IntStream.range(0, MADE_UP)
                .mapToObj(seed -> new RandomGuest(seed).guest())
                .toList();
    }

    /// Texts that mean something to Terraform, Ansible, YAML, shells or terminals.
    public static List<String> hostileTexts(String touched) {
        return List.of(
                "${file(\"/etc/passwd\")}",
                "%{ for x in [1] }${x}%{ endfor }",
                "$${escaped} %%{escaped} $$${odd} $",
                "{{ lookup('pipe', 'touch " + touched + "') }}",
                "{% for x in lookup('pipe', 'touch " + touched + "') %}x{% endfor %}",
                "{# a comment",
                "\"\n}\nresource \"null_resource\" \"x\" {\n",
                "EOT\nEOT\n  - name: x\n    ansible.builtin.command: touch " + touched,
                "!!python/object/apply:os.system ['touch " + touched + "']",
                "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n",
                "  leading and trailing  ",
                "- a\n- b: &x *x\n# no comment\n? key",
                "line\u2028separator\u2029paragraph\u0085next\u000bvertical",
                "'\"`$(touch " + touched + ")`\\\\n\\u0000",
                "\u202eright to left\u202c \u200bzero \ud83d\ude00 \ud800half",
                "yes",
                "*/ // # end",
                "tab\there\r\nand a Windows line",
                "~/x $HOME ${HOME}",
                "null");
    }

    public static List<ExportedGuest> hostile(String touched) {
        List<ExportedGuest> all = new ArrayList<>();
        int vmid = 500;
        for (String text : hostileTexts(touched)) {
            Map<String, String> vm = new LinkedHashMap<>();
            vm.put("name", text);
            vm.put("description", text);
            vm.put("tags", text.replace(';', ' '));
            vm.put("args", "-x " + text);
            vm.put("ciuser", text);
            vm.put("searchdomain", text);
            vm.put("sshkeys", text.replace("%", "%25"));
            vm.put("ide2", "local:vm-" + vmid + "-cloudinit,media=cdrom");
            vm.put("net0", "virtio=BC:24:11:00:00:01,bridge=" + text.replace(',', ' '));
            vm.put("hookscript", text);
            vm.put("affinity", text);
            vm.put("rng0", "source=" + text.replace(',', ' '));
            vm.put("memory", "1024");
            vm.put(text, text);
            all.add(guest(vmid++, GuestKind.VM, vm));
            Map<String, String> container = new LinkedHashMap<>();
            container.put("hostname", text);
            container.put("description", text);
            container.put("tags", text.replace(';', ' '));
            container.put("rootfs", "local:8,size=8G");
            container.put("mp0", "local:vm-1-disk-1,mp=" + text.replace(',', ' ') + ",size=1G");
            container.put("net0", "name=" + text.replace(',', ' ') + ",bridge=vmbr0");
            container.put("entrypoint", text);
            container.put("timezone", text);
            container.put("lxc", "lxc.cap.drop: " + text);
            container.put("memory", "256");
            all.add(guest(vmid++, GuestKind.CONTAINER, container));
        }
        return all;
    }

    /// A cluster of these guests and nothing else.
    public static ClusterFacts cluster(List<ExportedGuest> guests) {
        return new ClusterFacts(
                "lab",
                Instant.parse("2026-11-30T15:20:00Z"),
                true,
                new TreeMap<>(Map.of("pve1", "10.0.0.11")),
                guests,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /// Each configuration that lacks one thing of this guest's: a key, or a part of what is a property string. What is
    /// off is on instead, for off may be what it is by default.
    public static Map<String, ExportedGuest> withOneThingLess(ExportedGuest guest) {
        Map<String, ExportedGuest> all = new LinkedHashMap<>();
        guest.config().forEach((key, value) -> {
            all.put(
                    key,
                    guest(
                            guest.vmid(),
                            guest.guest().kind(),
                            without(guest.config(), key, Optional.of("1").filter(_ -> value.equals("0")))));
            if (value.contains("=") && !key.equals("description") && !key.equals("args")) {
                for (PropertyString.Property part : PropertyString.parse(value).properties()) {
                    String rest =
                            PropertyString.parse(value).without(part.key()).toString();
                    if (!rest.isEmpty() && !part.key().isEmpty()) {
                        all.put(
                                key + " " + part,
                                guest(
                                        guest.vmid(),
                                        guest.guest().kind(),
                                        without(guest.config(), key, Optional.of(rest))));
                    }
                }
            }
        });
        return all;
    }

    private static SortedMap<String, String> without(
            SortedMap<String, String> config, String key, Optional<String> rest) {
        SortedMap<String, String> changed = new TreeMap<>(config);
        changed.remove(key);
        rest.ifPresent(text -> changed.put(key, text));
        return changed;
    }
}
