package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.Grant;
import io.github.proxmoxmcp.demo.access.Roles;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.EffectiveRights;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// `/access`: what somebody may do, roles and groups, and who has which role where.
final class RightsRoutes {
    private static final String ROLE = "/access/roles/{roleid}";
    private static final Pattern ACL_PATH =
            Pattern.compile("/|/(access|mapping|nodes|pool|sdn|storage|vms)(/[a-zA-Z0-9._@-]+)*");

    /// By the branch of a path, what lets somebody hand out what they may do themselves.
    private static final Map<String, String> ALLOCATE =
            Map.of("pool", "Pool.Allocate", "storage", "Datastore.Allocate", "vms", "VM.Allocate");

    private final AccessControl access;

    private RightsRoutes(AccessControl access) {
        this.access = access;
    }

    static List<Route> endpoints(AccessControl access) {
        var api = new RightsRoutes(access);
        var roles = Permit.on("/access", "Sys.Modify");
        var groups = Permit.on("/access/groups", "Group.Allocate");
        var privileges = Param.text("privs", "The privileges.").orNone();
        return List.of(
                Route.get("/access/permissions", "permissions", "Somebody's privileges by path.")
                        .permit(Permit.everybody("Everybody their own; of others with Sys.Audit on /access."))
                        .returning("object")
                        .takes(
                                Param.text("path", "Only on this path.").orNone(),
                                Param.text("userid", "Of this user or token.").orNone())
                        .answers(api::permissions),
                Route.get("/access/groups", "index", "The groups.").answers(api::groups),
                Route.post("/access/groups", "create_group", "Make a group.")
                        .permit(groups)
                        .returning("null")
                        .takes(
                                Param.text("groupid", "Its name."),
                                Param.text("comment", "For people to read.").orNone())
                        .answers(api::createGroup),
                Route.delete("/access/groups/{groupid}", "delete_group", "Remove a group.")
                        .permit(groups)
                        .returning("null")
                        .answers(api::deleteGroup),
                Route.get("/access/roles", "index", "The roles.")
                        .answers(call -> Reply.of(DemoJson.rows(access.roles().names(), api::role))),
                Route.get(ROLE, "read_role", "The privileges of a role.")
                        .returning("object")
                        .answers(api::privileges),
                Route.post("/access/roles", "create_role", "Make a role.")
                        .permit(roles)
                        .returning("null")
                        .takes(Param.text("roleid", "Its name."), privileges)
                        .answers(api::createRole),
                Route.put(ROLE, "update_role", "Change a role.")
                        .permit(roles)
                        .takes(
                                privileges,
                                Param.flag("append", "Keep what it has.").orNone())
                        .answers(api::updateRole),
                Route.delete(ROLE, "delete_role", "Remove a role.")
                        .permit(roles)
                        .returning("null")
                        .answers(api::deleteRole),
                Route.get("/access/acl", "read_acl", "Who has which role where.")
                        .permit(Permit.everybody("Lists the paths on which the caller may change it."))
                        .answers(api::acl),
                Route.put("/access/acl", "update_acl", "Give somebody a role on a path.")
                        .permit(Permit.everybody("Permissions.Modify, or the branch's Allocate, on the path."))
                        .takes(
                                Param.text("path", "The path."),
                                Param.text("roles", "The roles."),
                                Param.text("users", "Users.").orNone(),
                                Param.text("groups", "Groups.").orNone(),
                                Param.text("tokens", "Tokens.").orNone(),
                                Param.flag("propagate", "Below the path too.").orNone(),
                                Param.flag("delete", "Take it away.").orNone())
                        .answers(api::grant));
    }

    private Reply permissions(CheckedCall call) {
        var self = call.user();
        var who = call.text("userid").orElse(self);
        if (!who.equals(self) && !who.startsWith(self + "!")) {
            call.require("/access", "Sys.Audit");
        }
        var rights = who.equals(self)
                ? call.rights()
                : access.known(who)
                        .map(token -> new EffectiveRights(access, call.world(), token))
                        .orElse(null);
        var result = DemoJson.object();
        if (rights == null) {
            return Reply.of(result);
        }
        call.text("path").ifPresent(path -> put(result, path, rights));
        if (call.text("path").isEmpty()) {
            rights.paths().stream()
                    .filter(path -> !rights.privileges(path).isEmpty())
                    .forEach(path -> put(result, path, rights));
        }
        return Reply.of(result);
    }

    private static void put(ObjectNode result, String path, EffectiveRights rights) {
        var row = result.putObject(path);
        rights.privileges(path).forEach((privilege, below) -> row.put(privilege, below ? 1 : 0));
    }

    private Reply groups(CheckedCall call) {
        return Reply.of(DemoJson.rows(
                access.groups().keySet().stream()
                        .filter(group ->
                                call.may("/access/groups/" + group, "User.Modify", "Sys.Audit", "Group.Allocate"))
                        .toList(),
                group -> DemoJson.object()
                        .put("groupid", group)
                        .put(
                                "users",
                                String.join(
                                        ",",
                                        access.users().stream()
                                                .filter(user -> user.groups().contains(group))
                                                .map(user -> user.id())
                                                .toList()))
                        .put("comment", access.groups().getOrDefault(group, ""))));
    }

    private Reply createGroup(CheckedCall call) {
        var name = call.required("groupid");
        if (access.groups().containsKey(name)) {
            throw ApiError.failed("create group failed: group '" + name + "' already exists");
        }
        access.addGroup(name, call.text("comment").orElse(""));
        return Reply.nothing();
    }

    private Reply deleteGroup(CheckedCall call) {
        access.removeGroup(call.required("groupid"));
        return Reply.nothing();
    }

    private ObjectNode role(String name) {
        var row = DemoJson.object()
                .put("roleid", name)
                .put("privs", String.join(",", access.roles().privileges(name)));
        return Roles.isBuiltIn(name) ? row.put("special", 1) : row;
    }

    private Reply privileges(CheckedCall call) {
        var json = DemoJson.object();
        access.roles().privileges(existing(call)).forEach(privilege -> json.put(privilege, 1));
        return Reply.of(json);
    }

    private Reply createRole(CheckedCall call) {
        var name = call.required("roleid");
        if (access.roles().names().contains(name)) {
            throw ApiError.failed("create role failed: role '" + name + "' already exists");
        }
        access.roles().put(name, asked(call));
        return Reply.nothing();
    }

    private Reply updateRole(CheckedCall call) {
        var name = changeable(call, "modified");
        var privileges = asked(call);
        if (call.flag("append")) {
            privileges.addAll(access.roles().privileges(name));
        }
        access.roles().put(name, privileges);
        return Reply.nothing();
    }

    private Reply deleteRole(CheckedCall call) {
        access.removeRole(changeable(call, "deleted"));
        return Reply.nothing();
    }

    private String existing(CheckedCall call) {
        var name = call.required("roleid");
        if (!access.roles().names().contains(name)) {
            throw ApiError.failed("role '" + name + "' does not exist");
        }
        return name;
    }

    private String changeable(CheckedCall call, String how) {
        var name = existing(call);
        if (Roles.isBuiltIn(name)) {
            throw ApiError.failed("auto-generated role '" + name + "' cannot be " + how);
        }
        return name;
    }

    private static Set<String> asked(CheckedCall call) {
        var privileges = new TreeSet<>(words(call, "privs"));
        for (var privilege : privileges) {
            if (!Roles.all().contains(privilege)) {
                throw ApiError.parameter("privs", "invalid format - invalid privilege '" + privilege + "'\n");
            }
        }
        return privileges;
    }

    private Reply acl(CheckedCall call) {
        boolean all = call.may("/access", "Sys.Audit");
        return Reply.of(DemoJson.rows(
                access.grants().stream()
                        .filter(grant -> all || call.may(grant.path(), modifiers(grant.path())))
                        .toList(),
                grant -> DemoJson.object()
                        .put("path", grant.path())
                        .put("type", grant.type())
                        .put("ugid", grant.who())
                        .put("roleid", grant.role())
                        .put("propagate", grant.propagate() ? 1 : 0)));
    }

    private static String[] modifiers(String path) {
        var parts = path.split("/", 3);
        return Optional.of(parts)
                .filter(found -> found.length == 3)
                .flatMap(found -> Optional.ofNullable(ALLOCATE.get(found[1])))
                .map(allocate -> new String[] {"Permissions.Modify", allocate})
                .orElseGet(() -> new String[] {"Permissions.Modify"});
    }

    private Reply grant(CheckedCall call) {
        var path = call.required("path");
        if (!ACL_PATH.matcher(path).matches()) {
            throw ApiError.parameter("path", "invalid ACL path '" + path + "'");
        }
        call.require(path, modifiers(path));
        boolean propagate = !call.text("propagate").equals(Optional.of("0"));
        for (var role : words(call, "roles")) {
            if (!access.roles().names().contains(role)) {
                throw ApiError.failed("ACL update failed: role '" + role + "' does not exist");
            }
            for (var type : List.of("user", "group", "token")) {
                for (var who : words(call, type + "s")) {
                    requireThere(type, who);
                    access.grant(new Grant(path, type, who, role, propagate), call.flag("delete"));
                }
            }
        }
        return Reply.nothing();
    }

    private void requireThere(String type, String who) {
        boolean there = type.equals("group")
                ? access.groups().containsKey(who)
                : access.known(who).isPresent();
        if (!there && type.equals("token")) {
            var parts = who.split("!", 2);
            throw ApiError.failed(
                    "ACL update failed: no such token '" + parts[parts.length - 1] + "' for user '" + parts[0] + "'");
        }
        if (!there) {
            throw ApiError.failed("ACL update failed: " + type + " '" + who + "' does not exist");
        }
    }

    private static Collection<String> words(CheckedCall call, String parameter) {
        return call.text(parameter).stream()
                .flatMap(list -> Arrays.stream(list.split("[,; ]+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
