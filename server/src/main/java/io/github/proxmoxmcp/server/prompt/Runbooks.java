package io.github.proxmoxmcp.server.prompt;

import io.github.proxmoxmcp.server.prompt.PromptDefinition.Argument;
import io.github.proxmoxmcp.server.prompt.PromptDefinition.Call;
import io.github.proxmoxmcp.server.prompt.PromptDefinition.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is asked of a cluster again and again: each with the answers to begin with, and the steps that follow.
public final class Runbooks {

    private static final String TELL_AGE =
            "Say how old the data is, and everything that is INCOMPLETE or unknown; guess nothing.";
    private static final Argument CLUSTER =
            new Argument("cluster", "which cluster; needed where there are several", false);
    private static final String CONFIGURED_SQL = "select node, status, count(*) as guests, sum(cpus) as cpus,"
            + " sum(memory_bytes) / 1073741824 as memory_gib from guests where not template"
            + " group by node, status order by node, status";

    private Runbooks() {}

    /// All of them.
    public static List<PromptDefinition> all() {
        return List.of(health(), incident(), maintenance(), backups(), capacity(), onboarding(), work());
    }

    private static PromptDefinition work() {
        return new PromptDefinition(
                PromptNames.WORK_WITH_PROXMOX,
                "Work with Proxmox",
                "How to use these tools well, with the cluster as it is now.",
                List.of(CLUSTER),
                Skill.STEPS,
                at -> List.of(ask("get_cluster_status", at)));
    }

    private static PromptDefinition health() {
        return new PromptDefinition(
                PromptNames.CLUSTER_HEALTH_REVIEW,
                "Review the cluster's health",
                "Find what is wrong or about to be, and what to do first.",
                List.of(CLUSTER),
                List.of(
                        "Order findings by what they endanger: quorum and nodes, storages that are full or away, failed"
                                + " tasks, guests in a wrong state, the rest.",
                        "Of each failed task read the reason with get_task_status.",
                        "Of each storage over 85 % full say what is on it; use query_state or list_volumes.",
                        "Ask find_problems and check_backups if they are offered and not embedded above.",
                        "Compare with yesterday by diff_snapshots from='24h ago' where something looks new.",
                        TELL_AGE,
                        "End with at most five next steps, the most urgent first. Change nothing."),
                at -> List.of(
                        ask("get_cluster_status", at),
                        ask("find_problems", at),
                        ask("list_tasks", at, "outcome", "failed", "since", "24h ago", "limit", "10")));
    }

    private static PromptDefinition incident() {
        return new PromptDefinition(
                PromptNames.INCIDENT,
                "What changed before it broke",
                "Find the change behind an incident.",
                List.of(
                        CLUSTER,
                        new Argument("guest", "vmid or name of the guest that has the trouble", false),
                        new Argument("node", "the node that has the trouble", false),
                        new Argument(
                                "since",
                                "a moment when all was well, such as 'yesterday 14:00'; default 24h ago",
                                false)),
                List.of(
                        "Put the changes and tasks above into one timeline and mark the first sign of trouble.",
                        "Name what changed before it, by whom and by which task; where that is unknown say so.",
                        "Look at neighbours: the node, the storage and the guests that share them (get_guest,"
                                + " list_vms node=…).",
                        "Read the log of each failed or suspicious task with get_task_status.",
                        "Compare the configuration then and now: get_guest with at=…, and diff_snapshots from=… to=….",
                        TELL_AGE,
                        "Give the likeliest cause with its evidence, what speaks against it, and how to undo it."
                                + " Change nothing before a human agrees."),
                Runbooks::incidentData);
    }

    private static List<Question> incidentData(Map<String, String> at) {
        String since = Optional.ofNullable(at.get("since")).orElse("24h ago");
        Map<String, String> about = without(at, "since");
        Map<String, String> cluster = without(without(about, "guest"), "node");
        List<Question> questions = new ArrayList<>();
        if (about.containsKey("guest")) {
            questions.add(ask("get_guest", without(about, "node")));
        } else if (about.containsKey("node")) {
            questions.add(Question.of(call("get_node", about), call("list_nodes", cluster)));
        } else {
            questions.add(ask("get_cluster_status", cluster));
        }
        questions.add(Question.of(
                call("get_changes", about, "since", since), call("diff_snapshots", cluster, "from", since)));
        questions.add(ask("list_tasks", about, "since", since, "limit", "20"));
        return questions;
    }

    private static PromptDefinition maintenance() {
        return new PromptDefinition(
                PromptNames.PLAN_NODE_MAINTENANCE,
                "Plan the maintenance of a node",
                "Empty a node for maintenance without losing a service.",
                List.of(CLUSTER, new Argument("node", "the node to be taken down", true)),
                List.of(
                        "Check that the cluster stays quorate without the node.",
                        "For each running guest on it find a node with enough free memory and CPU; balance them.",
                        "Find what cannot move live: disks on local storage, passed-through devices, containers (they"
                                + " restart). get_guest shows disks and configuration.",
                        "Mind HA: managed guests move by themselves; say which.",
                        "Check that each guest has a recent backup (check_backups, or query_state over backups).",
                        "Name the moment before with take_snapshot, so that diff_snapshots can tell afterwards.",
                        TELL_AGE,
                        "Write the plan as a table: guest, from, to, how, risk; then the way back. Act only when a"
                                + " human agrees: migrate_guest or power_guest, one guest at a time, each with its"
                                + " outcome."),
                at -> {
                    Map<String, String> cluster = without(at, "node");
                    String node = Objects.requireNonNull(at.get("node"));
                    return List.of(
                            ask("list_nodes", cluster),
                            ask("get_node", at),
                            ask("list_vms", cluster, "node", node, "limit", "60"),
                            ask("list_containers", cluster, "node", node, "limit", "60"),
                            ask(
                                    "query_state",
                                    cluster,
                                    "sql",
                                    "select name, type, shared, content from storages where node = '"
                                            + node.replace("'", "''") + "' order by name"));
                });
    }

    private static PromptDefinition backups() {
        return new PromptDefinition(
                PromptNames.BACKUP_AUDIT,
                "Audit the backups",
                "Find which guests could not be restored, and why.",
                List.of(CLUSTER),
                List.of(
                        "Judge by archives that are on a storage, never by a task that said OK.",
                        "List guests never backed up, guests whose newest archive is older than a week, and guests that"
                                + " no job covers; leave templates out.",
                        "For each failed backup task read the reason with get_task_status.",
                        "Check that archives lie on another machine than the guest, and that retention keeps more than"
                                + " one.",
                        TELL_AGE,
                        "End with the guests at risk, the worst first, and the smallest change of jobs that covers"
                                + " them. Change nothing before a human agrees."),
                at -> List.of(ask("check_backups", at), ask("list_tasks", at, "type", "vzdump", "limit", "15")));
    }

    private static PromptDefinition capacity() {
        return new PromptDefinition(
                PromptNames.CAPACITY_REPORT,
                "Report the capacity",
                "How full the cluster is, what fills it, and how long that lasts.",
                List.of(CLUSTER),
                List.of(
                        "Give per node: CPU and memory installed, in use, and promised to running guests; mark where"
                                + " more memory is promised than there is.",
                        "Say whether the cluster carries everything with its largest node away.",
                        "Give per storage: size, use, and what grows. Count a shared storage once.",
                        "Ask get_metrics for the last month where it is offered, and give the trend; without it give"
                                + " none.",
                        "Name the largest guests, and those that are stopped but hold much.",
                        TELL_AGE,
                        "End with what runs out first, and what to do about it."),
                at -> List.of(
                        ask("list_nodes", at),
                        ask("query_state", at, "sql", CONFIGURED_SQL),
                        Question.of(
                                call("list_storage", at),
                                call(
                                        "query_state",
                                        at,
                                        "sql",
                                        "select name, node, type, shared, total_bytes, used_bytes from storages"
                                                + " order by name, node",
                                        "limit",
                                        "60")),
                        ask("list_vms", at, "sort", "memory", "limit", "10")));
    }

    private static PromptDefinition onboarding() {
        return new PromptDefinition(
                PromptNames.ONBOARD_GUEST,
                "Onboard a new guest",
                "Check that a new guest is set up as the others are.",
                List.of(CLUSTER, new Argument("guest", "vmid or name of the new guest", true)),
                List.of(
                        "Check name, tags, pool and notes against how the other guests have them (list_vms,"
                                + " list_containers).",
                        "Check disks and network cards: storage, size, bridge, VLAN tag, firewall; a guest agent that"
                                + " answers; start at boot.",
                        "Check that a backup job covers it, and HA if its neighbours have it.",
                        "Check that its node carries it, and that its disks allow moving it.",
                        TELL_AGE,
                        "End with what is missing, each with the tool that would set it (set_guest_config,"
                                + " backup_guest, where offered). Change nothing before a human agrees."),
                at -> {
                    Map<String, String> cluster = without(at, "guest");
                    return List.of(
                            ask("get_guest", at),
                            ask("check_backups", at),
                            ask(
                                    "query_state",
                                    cluster,
                                    "sql",
                                    "select kind, pool, tags, count(*) as guests from guests where not template"
                                            + " group by kind, pool, tags order by guests desc",
                                    "limit",
                                    "20"),
                            ask("list_nodes", cluster));
                });
    }

    private static Question ask(String tool, Map<String, String> at, String... more) {
        return Question.of(call(tool, at, more));
    }

    /// @param more arguments and their values
    private static Call call(String tool, Map<String, String> at, String... more) {
        Map<String, String> arguments = new LinkedHashMap<>(at);
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        return new Call(tool, arguments);
    }

    private static Map<String, String> without(Map<String, String> arguments, String name) {
        Map<String, String> rest = new LinkedHashMap<>(arguments);
        rest.remove(name);
        return rest;
    }
}
