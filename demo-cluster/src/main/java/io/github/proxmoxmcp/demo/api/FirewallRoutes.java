package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// A firewall: of the cluster, of a node, of a guest, and the rules of a security group.
///
/// @param path of the firewall
/// @param place how the world names it
record FirewallRoutes(String path, Permit read, Permit write, Function<CheckedCall, String> place) {

    private static final List<String> RULE = List.of(
            "type",
            "action",
            "iface",
            "source",
            "dest",
            "proto",
            "dport",
            "sport",
            "macro",
            "icmp-type",
            "log",
            "comment");
    private static final List<String> OPTIONS = List.of(
            "enable",
            "policy_in",
            "policy_out",
            "policy_forward",
            "radv",
            "nosmurfs",
            "tcpflags",
            "smurf_log_level",
            "tcp_flags_log_level",
            "log_level_forward",
            "ebtables",
            "log_ratelimit",
            "log_level_in",
            "log_level_out",
            "dhcp",
            "ipfilter",
            "macfilter",
            "ndp",
            "nf_conntrack_max");
    private static final String CLUSTER = "/cluster/firewall";

    static List<Route> endpoints() {
        var see = Permit.on("/", "Sys.Audit");
        var change = Permit.on("/", "Sys.Modify");
        var cluster = new FirewallRoutes(CLUSTER, see, change, _ -> "cluster");
        var all = new ArrayList<Route>();
        all.addAll(cluster.rules(CLUSTER + "/rules"));
        all.addAll(cluster.options());
        all.addAll(cluster.names());
        all.addAll(cluster.sections("groups", "group", true));
        all.addAll(new FirewallRoutes(CLUSTER, see, change, call -> "group/" + call.required("group"))
                .rules(CLUSTER + "/groups/{group}"));
        var node = new FirewallRoutes(
                "/nodes/{node}/firewall",
                Permit.on("/nodes/{node}", "Sys.Audit"),
                Permit.on("/nodes/{node}", "Sys.Modify"),
                call -> "node/" + call.node());
        all.addAll(node.rules(node.path + "/rules"));
        all.addAll(node.options());
        for (var kind : GuestType.values()) {
            var guest = new FirewallRoutes(
                    "/nodes/{node}/" + kind.path() + "/{vmid}/firewall",
                    Permit.on("/vms/{vmid}", "VM.Audit"),
                    Permit.on("/vms/{vmid}", "VM.Config.Network"),
                    call -> "guest/" + call.required("vmid"));
            all.addAll(guest.rules(guest.path + "/rules"));
            all.addAll(guest.options());
            all.addAll(guest.names());
        }
        return all;
    }

    private List<Route> rules(String list) {
        var params = new ArrayList<Param>(RULE.stream()
                .map(name -> Param.text(name, "As its name says.").orNone())
                .toList());
        params.add(Param.flag("enable", "Whether it is in force.").orNone());
        params.add(digest());
        params.add(Param.integer("pos", "Where it goes.").orNone().from(0));
        var moved = new ArrayList<>(params.subList(0, params.size() - 1));
        moved.add(Param.integer("moveto", "Where it goes.").orNone().from(0));
        moved.add(Param.text("delete", "Options to remove.").orNone());
        return List.of(
                Route.get(list, "get_rules", "The rules in their order.")
                        .permit(read)
                        .answers(call -> {
                            var rows = DemoJson.array();
                            for (int pos = 0; pos < all(call).size(); pos++) {
                                rows.add(row(call, pos));
                            }
                            return Reply.of(rows);
                        }),
                Route.post(list, "create_rule", "Add a rule, by default as the first.")
                        .permit(write)
                        .returning("null")
                        .takes(params)
                        .answers(call -> {
                            requireDigest(call, all(call).toString());
                            int pos = Math.min(
                                    call.number("pos").orElse(0), all(call).size());
                            all(call).add(pos, changed(call, new TreeMap<>()));
                            return Reply.nothing();
                        }),
                Route.get(list + "/{pos}", "get_rule", "One rule.")
                        .permit(read)
                        .returning("object")
                        .answers(call -> Reply.of(row(call, position(call)))),
                Route.put(list + "/{pos}", "update_rule", "Change or move a rule.")
                        .permit(write)
                        .takes(moved)
                        .answers(call -> {
                            requireDigest(call, all(call).toString());
                            int pos = position(call);
                            var rule = all(call).remove(pos);
                            int to = call.number("moveto").orElse(pos);
                            all(call).add(Math.min(to, all(call).size()), changed(call, rule));
                            return Reply.nothing();
                        }),
                Route.delete(list + "/{pos}", "delete_rule", "Remove a rule.")
                        .permit(write)
                        .returning("null")
                        .takes(digest())
                        .answers(call -> {
                            requireDigest(call, all(call).toString());
                            all(call).remove(position(call));
                            return Reply.nothing();
                        }));
    }

    private static Param digest() {
        return Param.text("digest", "Refuse when it has changed since.")
                .orNone()
                .upTo(64);
    }

    private static void requireDigest(CheckedCall call, String now) {
        if (call.text("digest")
                .filter(digest -> !digest.equals(ConfigDigest.of(now)))
                .isPresent()) {
            throw ApiError.failed("detected modified configuration - file changed by other user? Try again.");
        }
    }

    private List<SortedMap<String, String>> all(CheckedCall call) {
        return call.world().configFiles().rules(place.apply(call));
    }

    private int position(CheckedCall call) {
        int pos = call.number("pos").orElse(-1);
        if (pos < 0 || pos >= all(call).size()) {
            throw ApiError.failed("no rule at position " + call.required("pos"));
        }
        return pos;
    }

    private ObjectNode row(CheckedCall call, int pos) {
        var row = DemoJson.object().put("pos", pos);
        all(call).get(pos).forEach((key, value) -> put(row, key, value));
        return row.put("digest", ConfigDigest.of(all(call).toString()));
    }

    private static void put(ObjectNode row, String key, String value) {
        if (key.matches("enable|nomatch|ebtables|dhcp|ipfilter|macfilter|ndp|nf_conntrack_max")) {
            row.put(key, Integer.parseInt(value));
        } else {
            row.put(key, value);
        }
    }

    private static SortedMap<String, String> changed(CheckedCall call, SortedMap<String, String> before) {
        var rule = new TreeMap<>(before);
        RULE.forEach(name -> call.text(name).ifPresent(value -> rule.put(name, value)));
        rule.put("enable", call.text("enable").orElse(rule.getOrDefault("enable", "0")));
        call.text("delete").stream()
                .flatMap(gone -> Arrays.stream(gone.split("[,; ]+")))
                .forEach(rule::remove);
        return rule;
    }

    private List<Route> options() {
        var params = OPTIONS.stream()
                .map(name -> Param.text(name, "As its name says.").orNone())
                .toList();
        return List.of(
                Route.get(path + "/options", "get_options", "The options that are set.")
                        .permit(read)
                        .returning("object")
                        .answers(call -> {
                            var row = DemoJson.object();
                            var set = call.world().configFiles().section(place.apply(call), "options");
                            set.ifPresent(options -> options.forEach((key, value) -> put(row, key, value)));
                            return Reply.of(row.put(
                                    "digest",
                                    ConfigDigest.of(set.map(Object::toString).orElse(""))));
                        }),
                Route.put(path + "/options", "set_options", "Set options.")
                        .permit(write)
                        .takes(params)
                        .takes(Param.text("delete", "Options to remove.").orNone(), digest())
                        .answers(call -> {
                            requireDigest(
                                    call,
                                    call.world()
                                            .configFiles()
                                            .section(place.apply(call), "options")
                                            .map(Object::toString)
                                            .orElse(""));
                            var options = call.world()
                                    .configFiles()
                                    .section(place.apply(call), "options")
                                    .orElseGet(TreeMap::new);
                            var changed = new TreeMap<>(options);
                            OPTIONS.forEach(name -> call.text(name).ifPresent(value -> changed.put(name, value)));
                            call.text("delete").stream()
                                    .flatMap(gone -> Arrays.stream(gone.split("[,; ]+")))
                                    .forEach(changed::remove);
                            call.world().configFiles().put(place.apply(call), "options", changed);
                            return Reply.nothing();
                        }));
    }

    /// Aliases and sets of networks.
    private List<Route> names() {
        var all = new ArrayList<>(sections("aliases", "name", false));
        all.addAll(sections("ipset", "name", true));
        all.addAll(new FirewallRoutes(path, read, write, call -> place.apply(call) + "/ipset/" + call.required("name"))
                .entries(path + "/ipset/{name}"));
        return all;
    }

    private List<Route> sections(String list, String id, boolean nested) {
        var one = path + "/" + list + "/{" + id + "}";
        var all = new ArrayList<Route>();
        all.add(Route.get(path + "/" + list, "index", "What there is.")
                .permit(read)
                .answers(call -> Reply.of(rows(call, place.apply(call) + "/" + list, id))));
        all.add(Route.post(path + "/" + list, "create", "Add one.")
                .permit(write)
                .returning("null")
                .takes(
                        Param.text(id, "Its name."),
                        Param.text("cidr", "The network.").orNone(),
                        Param.text("comment", "What it is for.").orNone(),
                        Param.text("rename", "The one that gets this name, or another comment.")
                                .orNone(),
                        digest())
                .answers(call -> create(call, place.apply(call) + "/" + list, id)));
        if (!nested) {
            all.add(Route.put(one, "update", "Change one.")
                    .permit(write)
                    .takes(
                            Param.text("cidr", "The network.").orNone(),
                            Param.text("comment", "What it is for.").orNone(),
                            digest())
                    .answers(call -> add(call, place.apply(call) + "/" + list, call.required(id))));
        }
        all.add(Route.delete(one, "delete", "Remove one.")
                .permit(write)
                .returning("null")
                .takes(digest(), Param.flag("force", "With what is in it.").orNone())
                .answers(call -> {
                    requireEmpty(call, list, call.required(id));
                    return remove(call, place.apply(call) + "/" + list, call.required(id));
                }));
        return all;
    }

    private List<Route> entries(String list) {
        return List.of(
                Route.get(list, "get_ipset", "The networks of a set.")
                        .permit(read)
                        .answers(call -> Reply.of(rows(call, place.apply(call), "cidr"))),
                Route.post(list, "create_ip", "Add a network to a set.")
                        .permit(write)
                        .returning("null")
                        .takes(
                                Param.text("cidr", "The network."),
                                Param.flag("nomatch", "Whether it is an exception.")
                                        .orNone(),
                                Param.text("comment", "What it is for.").orNone())
                        .answers(call -> {
                            if (call.world()
                                    .configFiles()
                                    .section(place.apply(call), call.required("cidr"))
                                    .isPresent()) {
                                throw ApiError.parameter(
                                        "cidr", "address '" + call.required("cidr") + "' already exists");
                            }
                            return add(call, place.apply(call), call.required("cidr"));
                        }),
                Route.delete(list + "/{cidr}", "remove_ip", "Remove a network from a set.")
                        .permit(write)
                        .returning("null")
                        .takes(digest())
                        .answers(call -> remove(call, place.apply(call), call.required("cidr"))));
    }

    private static tools.jackson.databind.node.ArrayNode rows(CheckedCall call, String file, String id) {
        var rows = DemoJson.array();
        var sections = call.world().configFiles().sections(file);
        sections.forEach((name, options) -> {
            var row = rows.addObject().put(id, name).put("digest", ConfigDigest.of(sections.toString()));
            options.forEach((key, value) -> put(row, key, value));
        });
        return rows;
    }

    /// What is given another name, or its own again with another comment, is there already.
    private static Reply create(CheckedCall call, String file, String id) {
        var files = call.world().configFiles();
        var name = call.required(id);
        var renamed = call.text("rename");
        if (renamed.isEmpty() && files.section(file, name).isPresent()) {
            throw ApiError.parameter(
                    id,
                    switch (id) {
                        case "group" -> "Security group '" + name + "' already exists";
                        default -> (file.endsWith("aliases") ? "alias '" : "IPSet '") + name + "' already exists";
                    });
        }
        renamed.ifPresent(before -> remove(call, file, before));
        return add(call, file, name);
    }

    private void requireEmpty(CheckedCall call, String list, String name) {
        var files = call.world().configFiles();
        if (list.equals("groups") && !files.rules("group/" + name).isEmpty()) {
            throw ApiError.failed("Security group '" + name + "' is not empty");
        }
        if (list.equals("ipset")
                && !call.flag("force")
                && !files.sections(place.apply(call) + "/ipset/" + name).isEmpty()) {
            throw ApiError.failed("IPSet '" + name + "' is not empty");
        }
    }

    private static Reply add(CheckedCall call, String file, String name) {
        var options = new TreeMap<String, String>();
        List.of("cidr", "nomatch", "comment").stream()
                .filter(key -> !call.text(key).equals(java.util.Optional.of(name)))
                .forEach(key -> call.text(key).ifPresent(value -> options.put(key, value)));
        call.world().configFiles().put(file, name, options);
        return Reply.nothing();
    }

    private static Reply remove(CheckedCall call, String file, String name) {
        if (!call.world().configFiles().remove(file, name)) {
            throw ApiError.failed("no such entry '" + name + "'");
        }
        return Reply.nothing();
    }
}
