package io.github.proxmoxmcp.server.export.ansible;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.ExportedFacts;
import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.FactsReader;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.export.ansible.Yaml.Template;
import io.github.proxmoxmcp.server.tool.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An inventory for Ansible, and tasks of community.proxmox that make what is lost: a recipe, and no reconciler.
public final class AnsibleExporter implements Exporter {

    private static final String REQUIREMENTS = """
        # requirements.yml: ansible-galaxy collection install -r requirements.yml
        ---
        collections:
          - name: community.proxmox
            version: ">=2.0.0,<3.0.0"
        """;

    private static final String DYNAMIC = """
        # cluster.proxmox.yml: the same groups, asked of the cluster each time; ansible-inventory -i cluster.proxmox.yml
        # --graph. Address and token come from PROXMOX_URL, PROXMOX_USER, PROXMOX_TOKEN_ID and PROXMOX_TOKEN_SECRET.
        ---
        plugin: community.proxmox.proxmox
        want_facts: true
        keyed_groups:
          - key: proxmox_tags_parsed
            prefix: tag
        """;

    @Override
    public String name() {
        return "ansible";
    }

    @Override
    public Exported export(Reading reading, Selection selection) {
        return write(FactsReader.read(reading, selection));
    }

    /// The files of a cluster, a function of what is known of it.
    public static Exported write(ExportedFacts facts) {
        List<String> notes = new ArrayList<>(facts.notes());
        SortedMap<String, String> files = new TreeMap<>();
        files.put("inventory.yml", title("inventory.yml", facts, "") + InventoryFile.of(facts, notes));
        files.put("requirements.yml", REQUIREMENTS);
        files.put("cluster.proxmox.yml", DYNAMIC);
        files.put(
                "create.yml",
                title(
                                "create.yml",
                                facts,
                                "; makes guests that are missing and changes none that is there; MAC addresses and"
                                        + " UUIDs are made anew")
                        + play("Guests that are missing", guests(facts)));
        files.put(
                "settings.yml",
                title(
                                "settings.yml",
                                facts,
                                "; sets settings again, says 'changed' always, runs by --tags settings only")
                        + play("Settings of guests", settings(facts)));
        files.put(
                "cluster.yml",
                title("cluster.yml", facts, "; storages before guests, members of pools after them")
                        + play("Storages, pools and HA", ClusterTasks.of(facts, notes)));
        files.put("EXPORT.md", summary(facts, notes));
        return new Exported(files, notes);
    }

    private static String title(String file, ExportedFacts facts, String what) {
        return Yaml.comment(file + ": as of " + facts.at() + (facts.current() ? "" : ", a moment in the past") + ", "
                        + facts.guests().size() + " guests" + what)
                + "\n";
    }

    private static List<Object> guests(ExportedFacts facts) {
        List<Object> tasks = new ArrayList<>();
        for (ExportedGuest guest : facts.guests()) {
            tasks.add(
                    guest.isVm()
                            ? VmTask.create(guest).written(VmTask.MODULE, List.of())
                            : ContainerTask.create(guest).written(ContainerTask.MODULE, List.of()));
        }
        return tasks;
    }

    private static List<Object> settings(ExportedFacts facts) {
        List<String> tags = List.of("never", "settings");
        List<Object> tasks = new ArrayList<>();
        for (ExportedGuest guest : facts.guests()) {
            Task task = guest.isVm() ? VmTask.update(guest) : ContainerTask.update(guest);
            tasks.add(task.options(guest.isVm() ? VmTask.MODULE : ContainerTask.MODULE, tags));
        }
        return tasks;
    }

    private static String play(String name, List<Object> tasks) {
        Map<String, Object> access = new LinkedHashMap<>();
        access.put("api_host", new Template("{{ lookup('env', 'PROXMOX_HOST') }}"));
        access.put("api_user", new Template("{{ lookup('env', 'PROXMOX_USER') }}"));
        access.put("api_token_id", new Template("{{ lookup('env', 'PROXMOX_TOKEN_ID') }}"));
        access.put("api_token_secret", new Template("{{ lookup('env', 'PROXMOX_TOKEN_SECRET') }}"));
        Map<String, Object> play = new LinkedHashMap<>();
        play.put("name", name);
        play.put("hosts", "localhost");
        play.put("connection", "local");
        play.put("gather_facts", false);
        play.put("module_defaults", Map.of("group/community.proxmox.proxmox", access));
        play.put("tasks", tasks);
        return Yaml.document(List.of(play));
    }

    private static String summary(ExportedFacts facts, List<String> notes) {
        StringBuilder text = new StringBuilder("# Export of a Proxmox cluster for Ansible\n\nAs of ")
                .append(facts.at())
                .append(facts.current() ? ".\n" : ", a moment in the past.\n")
                .append("""

                    - `inventory.yml`: the guests, with the groups of the dynamic inventory (`cluster.proxmox.yml`).
                    - `create.yml`: makes guests that are missing. A container's template is a variable that you give:
                      `-e ostemplate_201=local:vztmpl/…`.
                    - `settings.yml`: sets settings again; run by `--tags settings` only, and always `changed`.
                    - `cluster.yml`: storages, pools and HA.

                    `ansible-galaxy collection install -r requirements.yml`, and `PROXMOX_HOST`, `PROXMOX_USER`,
                    `PROXMOX_TOKEN_ID` and `PROXMOX_TOKEN_SECRET` in the environment. For community.proxmox 2.

                    What no module says is in a comment before each task. Passwords, tokens and whatever else is or
                    holds a secret are in no file. Firewalls, users, roles and access lists are not exported.
                    """);
        if (!notes.isEmpty()) {
            text.append("\nIn particular:\n\n");
            // Indented, so that it is text whatever it contains.
            notes.forEach(
                    note -> text.append("    ").append(Printable.line(note)).append('\n'));
        }
        return text.toString();
    }
}
