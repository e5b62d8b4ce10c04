package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.ConfigFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// Configuration files that are sections with options: rules of the HA manager, the software-defined network, mappings
/// of hardware, notices, servers of figures. All are listed, read, added to, changed and removed from in one way.
///
/// @param path of the list
/// @param id what a section's name is called
/// @param seen a branch of rights below which each section is seen; empty: the permit alone decides
/// @param secret options that are taken and never told
record SectionRoutes(
        String path, String id, Permit read, Permit write, String seen, List<Param> options, Set<String> secret) {

    private static final Permit SEE_ALL = Permit.on("/", "Sys.Audit");
    private static final Permit CHANGE_ALL = Permit.on("/", "Sys.Modify");
    private static final Permit SEE_NOTICES =
            Permit.on("/mapping/notifications", "Mapping.Modify", "Mapping.Audit", "Mapping.Use");
    private static final Permit CHANGE_NOTICES = Permit.on("/mapping/notifications", "Mapping.Modify");
    private static final Param COMMENT = text("comment");
    private static final Param DISABLE = flag("disable");
    private static final String NOTICES = "/cluster/notifications/";

    static List<Route> endpoints() {
        var all = new ArrayList<Route>();
        var console = Permit.on("/", "Sys.Console");
        all.addAll(new SectionRoutes(
                        "/cluster/ha/rules",
                        "rule",
                        SEE_ALL,
                        console,
                        "",
                        List.of(
                                text("type"),
                                text("resources"),
                                text("nodes"),
                                text("affinity"),
                                flag("strict"),
                                DISABLE,
                                COMMENT),
                        Set.of())
                .all());
        all.add(Route.get("/cluster/ha/groups", "index", "Groups of before there were rules.")
                .permit(SEE_ALL)
                .answers(call -> {
                    throw ApiError.failed("cannot index groups: ha groups have been migrated to rules");
                }));
        sdn("zones", "zone", text("type"), text("bridge"), text("nodes"), text("peers"), number("mtu"), text("ipam"))
                .all()
                .forEach(all::add);
        sdn("vnets", "vnet", text("zone"), number("tag"), text("alias"), flag("vlanaware"))
                .all()
                .forEach(all::add);
        sdn("vnets/{vnet}/subnets", "subnet", text("gateway"), flag("snat"), text("type"))
                .all()
                .forEach(all::add);
        all.addAll(mappings());
        all.addAll(notices());
        all.addAll(new SectionRoutes(
                        "/cluster/metrics/server",
                        "id",
                        SEE_ALL,
                        CHANGE_ALL,
                        "",
                        List.of(
                                text("type"),
                                text("server"),
                                number("port"),
                                DISABLE,
                                text("influxdbproto"),
                                text("token")),
                        Set.of("token"))
                .all());
        return all;
    }

    private static List<Route> mappings() {
        var all = new ArrayList<Route>();
        for (var type : List.of("pci", "usb", "dir")) {
            all.addAll(new SectionRoutes(
                            "/cluster/mapping/" + type,
                            "id",
                            Permit.everybody("Lists those on which the caller has a Mapping privilege."),
                            Permit.on("/mapping/" + type, "Mapping.Modify"),
                            "/mapping/" + type,
                            List.of(
                                    Param.list("map", "What it is on each node.")
                                            .orNone(),
                                    text("description"),
                                    text("check-node")),
                            Set.of("check-node"))
                    .all());
        }
        return all;
    }

    private static SectionRoutes sdn(String list, String id, Param... options) {
        var all = new ArrayList<>(Arrays.asList(options));
        all.add(flag("pending"));
        all.add(flag("running"));
        return new SectionRoutes(
                "/cluster/sdn/" + list,
                id,
                Permit.everybody("Lists the zones on which the caller has SDN.Audit or SDN.Allocate."),
                Permit.on("/sdn/zones", "SDN.Allocate"),
                "/sdn/zones",
                all,
                Set.of("pending", "running"));
    }

    private static List<Route> notices() {
        var all = new ArrayList<Route>();
        var types = Map.of(
                "sendmail", List.of(list("mailto-user"), list("mailto"), text("from-address")),
                "smtp",
                        List.of(
                                text("server"),
                                text("from-address"),
                                list("mailto"),
                                text("username"),
                                text("password")),
                "gotify", List.of(text("server"), text("token")),
                "webhook", List.of(text("url"), text("method"), text("body"), list("header"), list("secret")));
        new TreeMap<>(types).forEach((type, options) -> {
            var params = new ArrayList<>(options);
            params.addAll(List.of(COMMENT, DISABLE));
            all.addAll(new SectionRoutes(
                            NOTICES + "endpoints/" + type,
                            "name",
                            SEE_NOTICES,
                            CHANGE_NOTICES,
                            "",
                            params,
                            Set.of("password", "token", "secret"))
                    .all());
        });
        all.addAll(matchers().all());
        all.add(Route.get(NOTICES + "targets", "index", "Every target, whatever its type.")
                .permit(SEE_NOTICES)
                .answers(call -> {
                    var rows = DemoJson.array();
                    new TreeMap<>(types)
                            .keySet()
                            .forEach(type -> call.world()
                                    .configFiles()
                                    .sections(NOTICES + "endpoints/" + type)
                                    .forEach((name, options) -> {
                                        var row = rows.addObject()
                                                .put("name", name)
                                                .put("type", type);
                                        List.of("comment", "disable", "origin").forEach(key -> put(row, key, options));
                                    }));
                    return Reply.of(rows);
                }));
        return all;
    }

    private static SectionRoutes matchers() {
        return new SectionRoutes(
                NOTICES + "matchers",
                "name",
                SEE_NOTICES,
                CHANGE_NOTICES,
                "",
                List.of(
                        list("target"),
                        text("mode"),
                        list("match-field"),
                        list("match-severity"),
                        list("match-calendar"),
                        flag("invert-match"),
                        DISABLE,
                        COMMENT),
                Set.of());
    }

    private List<Route> all() {
        var one = path + "/{" + id + "}";
        var name = text(id);
        return List.of(
                Route.get(path, "index", "The sections of the file.")
                        .permit(read)
                        .takes(options.stream()
                                .filter(option -> secret.contains(option.name())
                                        && !option.name().matches("password|token|secret"))
                                .toList())
                        .answers(this::list),
                Route.get(one, "read", "One section.")
                        .permit(read)
                        .returning("object")
                        .answers(call -> Reply.of(row(call, call.required(id), section(call, call.required(id))))),
                path.equals("/cluster/metrics/server")
                        ? Route.post(one, "create", "Add a section.")
                                .permit(write)
                                .returning("null")
                                .takes(options)
                                .answers(this::create)
                        : Route.post(path, "create", "Add a section.")
                                .permit(write)
                                .returning("null")
                                .takes(name)
                                .takes(options)
                                .answers(this::create),
                Route.put(one, "update", "Change a section.")
                        .permit(write)
                        .takes(options)
                        .takes(text("delete"), text("digest"))
                        .answers(this::update),
                Route.delete(one, "delete", "Remove a section.")
                        .permit(write)
                        .returning("null")
                        .answers(this::delete));
    }

    private String file(CheckedCall call) {
        return path.replace("{vnet}", call.text("vnet").orElse(""));
    }

    private Reply list(CheckedCall call) {
        var rows = DemoJson.array();
        if (!call.flag("running")) {
            call.world().configFiles().sections(file(call)).forEach((name, options) -> {
                if (seen.isEmpty() || call.may(seen + "/" + options.getOrDefault("zone", name), seers())) {
                    rows.add(row(call, name, options));
                }
            });
        }
        return Reply.of(rows);
    }

    private String[] seers() {
        return seen.startsWith("/sdn")
                ? new String[] {"SDN.Audit", "SDN.Allocate"}
                : new String[] {"Mapping.Modify", "Mapping.Use", "Mapping.Audit"};
    }

    private ObjectNode row(CheckedCall call, String name, SortedMap<String, String> options) {
        var row = DemoJson.object().put(id, name);
        options.keySet().stream().filter(key -> !secret.contains(key)).forEach(key -> put(row, key, options));
        return row.put(
                "digest",
                ConfigDigest.of(call.world().configFiles().sections(file(call)).toString()));
    }

    private static void put(ObjectNode row, String key, SortedMap<String, String> options) {
        var value = options.get(key);
        if (value == null) {
            return;
        }
        if (List.of(
                        "map",
                        "target",
                        "mailto",
                        "mailto-user",
                        "match-field",
                        "match-severity",
                        "match-calendar",
                        "header")
                .contains(key)) {
            var list = row.putArray(key);
            Arrays.stream(value.split(ConfigFiles.SEPARATOR)).forEach(list::add);
        } else if (value.matches("\\d{1,9}")) {
            row.put(key, Integer.parseInt(value));
        } else {
            row.put(key, value);
        }
    }

    private SortedMap<String, String> section(CheckedCall call, String name) {
        return call.world()
                .configFiles()
                .section(file(call), name)
                .orElseThrow(() -> ApiError.failed("no such " + id + " '" + name + "'"));
    }

    private Reply create(CheckedCall call) {
        call.world().requireQuorum();
        var name = call.required(id);
        if (call.world().configFiles().section(file(call), name).isPresent()) {
            throw ApiError.failed("create failed: " + id + " '" + name + "' already defined");
        }
        call.world().configFiles().put(file(call), name, changed(call, new TreeMap<>()));
        return Reply.nothing();
    }

    private Reply update(CheckedCall call) {
        call.world().requireQuorum();
        var before = section(call, call.required(id));
        call.world().configFiles().put(file(call), call.required(id), changed(call, before));
        return Reply.nothing();
    }

    private Reply delete(CheckedCall call) {
        call.world().requireQuorum();
        section(call, call.required(id));
        call.world().configFiles().remove(file(call), call.required(id));
        return Reply.nothing();
    }

    private SortedMap<String, String> changed(CheckedCall call, SortedMap<String, String> before) {
        var options = new TreeMap<>(before);
        this.options.forEach(option -> call.text(option.name()).ifPresent(value -> options.put(option.name(), value)));
        call.text("delete").stream()
                .flatMap(gone -> Arrays.stream(gone.split("[,; ]+")))
                .forEach(options::remove);
        return options;
    }

    private static Param text(String name) {
        return Param.text(name, "As its name says.").orNone();
    }

    private static Param number(String name) {
        return Param.integer(name, "As its name says.").orNone().from(0);
    }

    private static Param flag(String name) {
        return Param.flag(name, "As its name says.").orNone();
    }

    private static Param list(String name) {
        return Param.list(name, "As its name says.").orNone();
    }
}
