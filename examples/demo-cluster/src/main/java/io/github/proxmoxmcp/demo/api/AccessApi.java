package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.Grant;
import io.github.proxmoxmcp.demo.access.Roles;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/access`: logins, what the caller may do, roles, and who has them where.
final class AccessApi {
    /// The one call that nobody has to be known for.
    static final String TICKET = "/access/ticket";

    private static final List<String> ALWAYS_LISTED =
            List.of("/", "/access", "/access/groups", "/nodes", "/pool", "/sdn", "/storage", "/vms");
    private static final Pattern ACL_PATH =
            Pattern.compile("/|/(access|mapping|nodes|pool|sdn|storage|vms)(/[a-zA-Z0-9._@-]+)*");
    private static final Map<String, String> CAPABILITIES = Map.of(
            "access", "/access",
            "dc", "/",
            "mapping", "/mapping",
            "nodes", "/nodes",
            "sdn", "/sdn",
            "storage", "/storage",
            "vms", "/vms");

    private final AccessControl access;

    private AccessApi(AccessControl access) {
        this.access = access;
    }

    static List<Endpoint> endpoints(AccessControl access) {
        var api = new AccessApi(access);
        return List.of(
                Endpoint.get("/access/permissions", "permissions", "The caller's own privileges by path.")
                        .permit(Permit.everybody("Everybody may read their own permissions."))
                        .returning("object")
                        .takes(Param.text("path", "Only on this path.").orNone())
                        .answers(AccessApi::permissions),
                Endpoint.post(TICKET, "create_ticket", "Log in with a password, or renew a ticket.")
                        .returning("object")
                        .takes(
                                Param.text("username", "The user, with or without realm.")
                                        .upTo(64),
                                Param.text("password", "The password or a ticket."),
                                Param.text("realm", "The realm.").orNone().upTo(32),
                                Param.flag("new-format", "Of logins in two steps.")
                                        .orNone())
                        .answers(api::login),
                Endpoint.get("/access/domains", "index", "The realms.").answers(call -> Reply.of(domains())),
                Endpoint.get("/access/groups", "index", "The groups.").answers(api::groups),
                Endpoint.get("/access/roles", "index", "The roles.")
                        .answers(call -> Reply.of(Json.rows(Roles.names(), AccessApi::role))),
                Endpoint.get("/access/roles/{roleid}", "read_role", "The privileges of a role.")
                        .returning("object")
                        .answers(AccessApi::privileges),
                Endpoint.get("/access/acl", "read_acl", "Who has which role where.")
                        .permit(Permit.everybody("Lists the paths on which the caller may change it."))
                        .answers(api::acl),
                Endpoint.put("/access/acl", "update_acl", "Give somebody a role on a path.")
                        .permit(Permit.on("{path}", "Permissions.Modify"))
                        .takes(
                                Param.text("path", "The path."),
                                Param.text("roles", "The roles."),
                                Param.text("users", "Users.").orNone(),
                                Param.text("tokens", "Tokens.").orNone(),
                                Param.flag("propagate", "Below the path too.").orNone(),
                                Param.flag("delete", "Take it away.").orNone())
                        .answers(api::grant));
    }

    private Reply login(Call call) {
        var name = call.required("username");
        var user = name.contains("@") ? name : name + "@" + call.text("realm").orElse("pam");
        var now = call.world().now();
        if (!access.proves(user, call.required("password"), now)) {
            throw ApiError.unauthenticated("authentication failure");
        }
        var ticket = access.ticket(user, now);
        var rights = access.byTicket(ticket, now).orElseThrow();
        var json = Json.object()
                .put("username", user)
                .put("ticket", ticket)
                .put("CSRFPreventionToken", access.guard(user, now));
        if (rights.may("/", List.of("Sys.Audit"))) {
            json.put("clustername", "demo");
        }
        var capabilities = json.putObject("cap");
        new TreeMap<>(CAPABILITIES).forEach((group, path) -> {
            var row = capabilities.putObject(group);
            rights.privileges(path).forEach(privilege -> row.put(privilege, 1));
        });
        return Reply.of(json);
    }

    private static Reply permissions(Call call) {
        var paths = new TreeSet<>(call.token().paths());
        paths.addAll(ALWAYS_LISTED);
        var result = Json.object();
        call.text("path").map(List::of).orElseGet(() -> List.copyOf(paths)).forEach(path -> put(result, path, call));
        return Reply.of(result);
    }

    private static void put(ObjectNode result, String path, Call call) {
        var privileges = call.token().privileges(path);
        if (!privileges.isEmpty()) {
            var row = result.putObject(path);
            privileges.forEach(privilege -> row.put(privilege, 1));
        }
    }

    private static JsonNode domains() {
        return Json.array()
                .add(Json.object()
                        .put("realm", "pam")
                        .put("type", "pam")
                        .put("comment", "Linux PAM standard authentication"))
                .add(Json.object()
                        .put("realm", "pve")
                        .put("type", "pve")
                        .put("comment", "Proxmox VE authentication server"));
    }

    private Reply groups(Call call) {
        var members = new TreeMap<String, List<String>>();
        access.users()
                .forEach(user -> user.groups()
                        .forEach(group -> members.merge(
                                group,
                                List.of(user.id()),
                                (some, more) -> Stream.concat(some.stream(), more.stream())
                                        .toList())));
        return Reply.of(Json.rows(
                members.entrySet().stream()
                        .filter(group -> call.may("/access/groups/" + group.getKey(), "Sys.Audit", "Group.Allocate"))
                        .toList(),
                group -> Json.object()
                        .put("groupid", group.getKey())
                        .put("users", String.join(",", group.getValue()))
                        .put("comment", "")));
    }

    private static ObjectNode role(String name) {
        return Json.object()
                .put("roleid", name)
                .put("privs", String.join(",", Roles.privileges(List.of(name))))
                .put("special", 1);
    }

    private static Reply privileges(Call call) {
        var name = call.required("roleid");
        if (!Roles.names().contains(name)) {
            throw ApiError.failed("role '" + name + "' does not exist");
        }
        var json = Json.object();
        Roles.privileges(List.of(name)).forEach(privilege -> json.put(privilege, 1));
        return Reply.of(json);
    }

    private Reply acl(Call call) {
        var seen = access.grants().stream()
                .filter(grant -> call.may("/access", "Sys.Audit") || call.may(grant.path(), "Permissions.Modify"))
                .toList();
        return Reply.of(Json.rows(
                seen,
                grant -> Json.object()
                        .put("path", grant.path())
                        .put("type", grant.type())
                        .put("ugid", grant.who())
                        .put("roleid", grant.role())
                        .put("propagate", grant.propagate() ? 1 : 0)));
    }

    private Reply grant(Call call) {
        var path = call.required("path");
        if (!ACL_PATH.matcher(path).matches()) {
            throw ApiError.parameter("path", "invalid ACL path '" + path + "'");
        }
        boolean propagate = !call.text("propagate").equals(Optional.of("0"));
        for (var role : words(call, "roles")) {
            if (!Roles.names().contains(role)) {
                throw ApiError.failed("role '" + role + "' does not exist");
            }
            for (var type : List.of("user", "token")) {
                for (var who : words(call, type + "s")) {
                    if (access.user(who.split("!", 2)[0]).isEmpty()) {
                        throw ApiError.failed(type + " '" + who + "' does not exist");
                    }
                    access.grant(new Grant(path, type, who, role, propagate), call.flag("delete"));
                }
            }
        }
        return Reply.nothing();
    }

    private static List<String> words(Call call, String parameter) {
        return call.text(parameter).stream()
                .flatMap(list -> Arrays.stream(list.split("[,; ]+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
