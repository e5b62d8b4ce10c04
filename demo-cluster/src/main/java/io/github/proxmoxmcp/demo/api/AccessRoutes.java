package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.EffectiveRights;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/access`: logins and realms.
final class AccessRoutes {
    /// The one call that nobody has to be known for.
    static final String TICKET = "/access/ticket";

    private static final Map<String, String> CAPABILITIES = Map.of(
            "access", "/access",
            "dc", "/",
            "mapping", "/mapping",
            "nodes", "/nodes",
            "sdn", "/sdn",
            "storage", "/storage",
            "vms", "/vms");

    /// Of what somebody may do on a path, the login tells what concerns it.
    private static final Map<String, Pattern> CAPABLE = Map.of(
            "access", Pattern.compile("(User|Group)\\.|Permissions\\.Modify"),
            "dc", Pattern.compile("Sys\\.Audit|Sys\\.Modify|SDN\\."),
            "mapping", Pattern.compile("Mapping\\.|Permissions\\.Modify"),
            "nodes", Pattern.compile("Sys\\.|Permissions\\.Modify"),
            "sdn", Pattern.compile("SDN\\.|Permissions\\.Modify"),
            "storage", Pattern.compile("Datastore\\.|Permissions\\.Modify"),
            "vms", Pattern.compile("VM\\.|Permissions\\.Modify"));

    private final AccessControl access;

    private AccessRoutes(AccessControl access) {
        this.access = access;
    }

    static List<Route> endpoints(AccessControl access) {
        var api = new AccessRoutes(access);
        return List.of(
                Route.post(TICKET, "create_ticket", "Log in with a password, or renew a ticket.")
                        .returning("object")
                        .takes(
                                Param.text("username", "The user, with or without realm.")
                                        .upTo(64),
                                Param.text("password", "The password or a ticket."),
                                Param.text("realm", "The realm.").orNone().upTo(32),
                                Param.flag("new-format", "Of logins in two steps.")
                                        .orNone())
                        .answers(api::login),
                Route.get("/access/domains", "index", "The realms.").answers(call -> Reply.of(domains())),
                Route.get("/access/domains/{realm}", "read", "One realm.")
                        .permit(Permit.on("/access/realm", "Realm.Allocate", "Sys.Audit"))
                        .returning("object")
                        .answers(AccessRoutes::domain));
    }

    private Reply login(CheckedCall call) {
        var name = call.required("username");
        var user = name.contains("@") ? name : name + "@" + call.text("realm").orElse("pam");
        var now = call.world().now();
        if (!access.proves(user, call.required("password"), now)) {
            throw ApiError.unauthenticated("authentication failure");
        }
        var ticket = access.ticket(user, now);
        var rights = new EffectiveRights(
                access, call.world(), access.byTicket(ticket, now).orElseThrow());
        var json = DemoJson.object()
                .put("username", user)
                .put("ticket", ticket)
                .put("CSRFPreventionToken", access.guard(user, now));
        if (rights.may("/", List.of("Sys.Audit"))) {
            json.put("clustername", "demo");
        }
        var capabilities = json.putObject("cap");
        new TreeMap<>(CAPABILITIES).forEach((group, path) -> {
            var row = capabilities.putObject(group);
            var shown = Objects.requireNonNull(CAPABLE.get(group));
            rights.privileges(path).keySet().stream()
                    .filter(privilege -> shown.matcher(privilege).lookingAt())
                    .forEach(privilege -> row.put(privilege, 1));
        });
        return Reply.of(json);
    }

    private static JsonNode domains() {
        return DemoJson.array()
                .add(DemoJson.object()
                        .put("realm", "pam")
                        .put("type", "pam")
                        .put("comment", "Linux PAM standard authentication"))
                .add(DemoJson.object()
                        .put("realm", "pve")
                        .put("type", "pve")
                        .put("comment", "Proxmox VE authentication server"));
    }

    private static Reply domain(CheckedCall call) {
        var name = call.required("realm");
        for (var row : domains()) {
            if (row.path("realm").asString("").equals(name)) {
                return Reply.of(((ObjectNode) row).without("realm"));
            }
        }
        throw ApiError.failed("domain '" + name + "' does not exist");
    }
}
