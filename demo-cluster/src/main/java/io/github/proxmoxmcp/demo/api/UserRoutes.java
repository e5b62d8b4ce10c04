package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.User;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/// `/access/users`: users and their tokens.
final class UserRoutes {
    private static final String ONE = "/access/users/{userid}";
    private static final String TOKEN = ONE + "/token/{tokenid}";
    private static final List<String> DETAILS = List.of("comment", "firstname", "lastname", "email", "keys");

    private final AccessControl access;

    private UserRoutes(AccessControl access) {
        this.access = access;
    }

    static List<Route> endpoints(AccessControl access) {
        var api = new UserRoutes(access);
        var own = Permit.everybody("Everybody for themselves; else User.Modify or Sys.Audit on /access.");
        var modify = Permit.on("/access", "User.Modify");
        return List.of(
                Route.get("/access/users", "index", "The users.")
                        .permit(own)
                        .takes(
                                Param.flag("full", "With groups and tokens.").orNone(),
                                Param.flag("enabled", "Only those who may log in.")
                                        .orNone())
                        .answers(api::list),
                changed(Route.post("/access/users", "create_user", "Add a user.")
                                .returning("null")
                                .takes(
                                        Param.text("userid", "The user, with realm."),
                                        Param.text("password", "The password.").orNone()))
                        .answers(api::create),
                Route.get(ONE, "read_user", "One user.")
                        .permit(own)
                        .returning("object")
                        .answers(api::read),
                changed(Route.put(ONE, "update_user", "Change a user.")
                                .permit(modify)
                                .takes(Param.flag("append", "Keep the groups that it has.")
                                        .orNone()))
                        .answers(api::update),
                Route.delete(ONE, "delete_user", "Remove a user.")
                        .permit(modify)
                        .returning("null")
                        .answers(api::delete),
                Route.get(ONE + "/token", "token_index", "A user's tokens.")
                        .permit(own)
                        .answers(api::tokens),
                Route.get(TOKEN, "read_token", "One token.")
                        .permit(own)
                        .returning("object")
                        .answers(api::token),
                Route.post(TOKEN, "generate_token", "Make a token; its secret is told once.")
                        .permit(own)
                        .returning("object")
                        .takes(
                                Param.text("comment", "What it is for.").orNone(),
                                Param.integer("expire", "Until when.").orNone().from(0),
                                Param.flag("privsep", "Whether it has rights of its own.")
                                        .orNone())
                        .answers(api::createToken),
                Route.put(TOKEN, "update_token_info", "Change a token.")
                        .permit(own)
                        .returning("object")
                        .takes(
                                Param.text("comment", "What it is for.").orNone(),
                                Param.integer("expire", "Until when.").orNone().from(0),
                                Param.flag("privsep", "Whether it has rights of its own.")
                                        .orNone())
                        .answers(api::changeToken),
                Route.delete(TOKEN, "remove_token", "Remove a token.")
                        .permit(own)
                        .returning("null")
                        .answers(api::deleteToken));
    }

    private static Route changed(Route endpoint) {
        var with = endpoint.takes(
                Param.flag("enable", "Whether they may log in.").orNone(),
                Param.integer("expire", "Until when, 0 for ever.").orNone().from(0),
                Param.text("groups", "Their groups.").orNone());
        for (var detail : DETAILS) {
            with = with.takes(Param.text(detail, "For people to read.").orNone());
        }
        return with;
    }

    private Reply list(CheckedCall call) {
        var seen = access.users().stream()
                .filter(user -> sees(call, user.id()) && (!call.flag("enabled") || user.enabled()))
                .toList();
        return Reply.of(DemoJson.rows(seen, user -> {
            var row = row(user).put("userid", user.id()).put("realm-type", user.realm());
            if (call.flag("full")) {
                row.put("groups", String.join(",", user.groups()));
                var tokens = row.putArray("tokens");
                access.tokensOf(user.id())
                        .forEach(name -> tokens.add(tokenRow(user.id(), name).put("tokenid", name)));
            }
            return row;
        }));
    }

    private static ObjectNode row(User user) {
        var row = DemoJson.object().put("enable", user.enabled() ? 1 : 0).put("expire", user.expires());
        user.details().forEach(row::put);
        return row;
    }

    private Reply read(CheckedCall call) {
        var user = existing(call);
        var row = row(user);
        var groups = row.putArray("groups");
        user.groups().forEach(groups::add);
        var tokens = row.putObject("tokens");
        access.tokensOf(user.id()).forEach(name -> tokens.set(name, tokenRow(user.id(), name)));
        return Reply.of(row);
    }

    private Reply create(CheckedCall call) {
        var id = call.required("userid");
        var realm = id.substring(id.lastIndexOf('@') + 1);
        call.require("/access/realm/" + realm, "Realm.AllocateUser");
        if (!realm.equals("pam") && !realm.equals("pve")) {
            throw ApiError.failed("create user failed: domain '" + realm + "' does not exist");
        }
        if (access.user(id).isPresent()) {
            throw ApiError.failed("create user failed: user '" + id + "' already exists");
        }
        var blank = new User(id, true, 0, List.of(), new TreeMap<>());
        access.addUser(changed(call, blank), call.text("password").orElse(""));
        return Reply.nothing();
    }

    private Reply update(CheckedCall call) {
        access.addUser(changed(call, existing(call)), "");
        return Reply.nothing();
    }

    private Reply delete(CheckedCall call) {
        access.removeUser(existing(call).id());
        return Reply.nothing();
    }

    private static User changed(CheckedCall call, User before) {
        var groups = new TreeSet<>(call.flag("append") ? before.groups() : List.of());
        call.text("groups").stream()
                .flatMap(list -> Arrays.stream(list.split("[,; ]+")))
                .filter(group -> !group.isEmpty())
                .forEach(groups::add);
        var details = new TreeMap<String, String>(before.details());
        DETAILS.forEach(detail -> call.text(detail).ifPresent(value -> details.put(detail, value)));
        return new User(
                before.id(),
                call.text("enable").map("1"::equals).orElse(before.enabled()),
                call.text("expire").map(Long::parseLong).orElse(before.expires()),
                call.text("groups").isPresent() ? List.copyOf(groups) : before.groups(),
                details);
    }

    private Reply tokens(CheckedCall call) {
        var user = existing(call);
        requireOwn(call, user.id());
        return Reply.of(DemoJson.rows(
                access.tokensOf(user.id()), name -> tokenRow(user.id(), name).put("tokenid", name)));
    }

    private Reply token(CheckedCall call) {
        requireOwn(call, call.required("userid"));
        requireToken(call);
        return Reply.of(tokenRow(call.required("userid"), call.required("tokenid")));
    }

    private Reply createToken(CheckedCall call) {
        var user = existing(call).id();
        requireOwn(call, user);
        var name = call.required("tokenid");
        if (access.tokensOf(user).contains(name)) {
            throw ApiError.parameter("tokenid", "Token already exists.");
        }
        var id = user + "!" + name;
        var value = access.addToken(
                id,
                !call.text("privsep").equals(Optional.of("0")),
                call.text("expire").map(Long::parseLong).orElse(0L),
                call.text("comment").orElse(""));
        var json = DemoJson.object().put("full-tokenid", id).put("value", value.substring(id.length() + 1));
        var info = json.putObject("info").put("privsep", call.text("privsep").orElse("1"));
        call.text("comment").ifPresent(comment -> info.put("comment", comment));
        return Reply.of(json);
    }

    private Reply changeToken(CheckedCall call) {
        requireOwn(call, call.required("userid"));
        var id = requireToken(call);
        var before = access.token(id).orElseThrow();
        access.changeToken(
                id,
                call.text("privsep").map("1"::equals).orElse(before.separated()),
                call.text("expire").map(Long::parseLong).orElse(before.expires()),
                call.text("comment").orElse(before.comment()));
        return Reply.of(tokenRow(call.required("userid"), call.required("tokenid")));
    }

    private Reply deleteToken(CheckedCall call) {
        requireOwn(call, call.required("userid"));
        access.removeToken(requireToken(call));
        return Reply.nothing();
    }

    private String requireToken(CheckedCall call) {
        var user = existing(call).id();
        var name = call.required("tokenid");
        if (!access.tokensOf(user).contains(name)) {
            throw ApiError.failed("no such token '" + name + "' for user '" + user + "'");
        }
        return user + "!" + name;
    }

    private ObjectNode tokenRow(String user, String name) {
        var token = access.token(user + "!" + name).orElseThrow();
        var row = DemoJson.object().put("privsep", token.separated() ? 1 : 0).put("expire", token.expires());
        return token.comment().isEmpty() ? row : row.put("comment", token.comment());
    }

    private User existing(CheckedCall call) {
        var id = call.required("userid");
        if (!sees(call, id)) {
            throw ApiError.forbidden();
        }
        return Optional.of(id).flatMap(access::user).orElseThrow(() -> ApiError.failed("no such user ('" + id + "')"));
    }

    /// A user sees itself; its tokens do not see it.
    private static boolean sees(CheckedCall call, String user) {
        return call.user().equals(user) || call.may("/access/groups", "User.Modify", "Sys.Audit");
    }

    private static void requireOwn(CheckedCall call, String user) {
        if (!call.user().equals(user) && !call.may("/access/groups", "User.Modify")) {
            throw ApiError.forbidden();
        }
    }
}
