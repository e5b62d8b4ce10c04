package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.value.PropertyString;
import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.inventory.Access;
import io.github.proxmoxmcp.persistence.inventory.BackupJob;
import io.github.proxmoxmcp.persistence.inventory.HaGroup;
import io.github.proxmoxmcp.persistence.inventory.HaResource;
import io.github.proxmoxmcp.persistence.inventory.HaRule;
import io.github.proxmoxmcp.persistence.inventory.ReplicationJob;
import io.github.proxmoxmcp.persistence.inventory.StorageDefinition;
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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
    public static ExportedFacts cluster(List<ExportedGuest> guests) {
        return new ExportedFacts(
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
                ExportedRights.NONE,
                List.of());
    }

    /// Few guests that have all hostile texts among them, each setting another.
    public static List<ExportedGuest> mixedHostile(String touched) {
        List<String> texts = hostileTexts(touched);
        List<ExportedGuest> all = new ArrayList<>();
        int next = 0;
        for (int vmid = 700; vmid < 704; vmid++) {
            boolean vm = vmid % 2 == 0;
            Map<String, String> config = new TreeMap<>();
            for (String key : vm
                    ? List.of("description", "ciuser", "hookscript", "searchdomain", "sshkeys", "rng0", "agent", "cpu")
                    : List.of("description", "hookscript", "searchdomain", "timezone", "nameserver", "features")) {
                config.put(key, texts.get(next++ % texts.size()));
            }
            config.put(vm ? "name" : "hostname", texts.get(next++ % texts.size()));
            config.put(vm ? "scsi0" : "rootfs", "local:vm-1-disk-0,size=8G");
            config.put(
                    "net0",
                    (vm ? "virtio=BC:24:11:00:00:01" : "name=eth0") + ",bridge=" + texts.get(next++ % texts.size()));
            all.add(guest(vmid, vm ? GuestKind.VM : GuestKind.CONTAINER, config));
        }
        return all;
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

    /// A cluster of these guests and one of whatever else is exported.
    public static ExportedFacts everything(List<ExportedGuest> guests) {
        return everything(guests, "of the ${shop}");
    }

    /// @param comment what stands at the pool, at the HA resource and at the jobs
    public static ExportedFacts everything(List<ExportedGuest> guests, String comment) {
        return new ExportedFacts(
                "lab",
                Instant.parse("2026-11-30T15:20:00Z"),
                true,
                new TreeMap<>(Map.of("pve1", "10.0.0.11")),
                guests,
                List.of(new ExportedPool(
                        "web", Optional.of(comment), new TreeSet<>(Set.of(100)), new TreeSet<>(Set.of("nfs")))),
                List.of(new HaResource(
                        "vm:100",
                        Optional.of(100),
                        "started",
                        Optional.empty(),
                        Optional.of(2),
                        Optional.empty(),
                        Optional.of(comment),
                        Optional.empty())),
                List.of(new ReplicationJob(
                        "100-0",
                        100,
                        "pve2",
                        Optional.of("pve1"),
                        "*/15",
                        Optional.of(2.5),
                        false,
                        Optional.of(comment))),
                List.of(storage("nfs", "10.0.0.1:/srv"), storage("pbs", "10.0.0.2")),
                List.of(
                        job("nightly", "all", Optional.of("105"), comment),
                        job("some", "100,101", Optional.empty(), comment)),
                rights(comment),
                List.of());
    }

    private static ExportedRights rights(String comment) {
        Optional<String> said = Optional.of(comment);
        return new ExportedRights(
                List.of(
                        new HaRule(
                                "near",
                                "node-affinity",
                                true,
                                List.of("vm:100"),
                                List.of("pve1:2", "pve2"),
                                Optional.empty(),
                                true,
                                said),
                        new HaRule(
                                "apart",
                                "resource-affinity",
                                false,
                                List.of("vm:100", "ct:101"),
                                List.of(),
                                Optional.of("negative"),
                                false,
                                Optional.empty())),
                List.of(new HaGroup("old", List.of("pve1:1", "pve2"), true, false, said)),
                List.of(new Access.Role("Openers", false, List.of("VM.Audit", "VM.PowerMgmt"))),
                List.of(new Access.Group("night", List.of("ann@pve"), said)),
                List.of(new Access.User(
                        "ann@pve",
                        false,
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
                        List.of("night"),
                        said,
                        said,
                        Optional.of("ann@example.org"),
                        said)),
                List.of(
                        new Access.Rule("/vms/100", "ann@pve", "Openers", "user", false),
                        new Access.Rule("/pool/web", "night", "Openers", "group", true),
                        new Access.Rule("/", "root@pam!ci", "PVEAuditor", "token", true)));
    }

    private static StorageDefinition storage(String type, String where) {
        return new StorageDefinition(
                type,
                type,
                List.of("images"),
                List.of("pve1"),
                true,
                true,
                Optional.of(where),
                Optional.of("keep-last=3"),
                Optional.empty());
    }

    private static BackupJob job(String id, String selection, Optional<String> excluded, String comment) {
        return new BackupJob(
                id,
                true,
                "02:00",
                Optional.of("nfs"),
                Optional.of("pve1"),
                selection,
                excluded,
                Optional.of("snapshot"),
                Optional.of("keep-last=3,keep-daily=7"),
                Optional.of(comment),
                Optional.empty());
    }
}
