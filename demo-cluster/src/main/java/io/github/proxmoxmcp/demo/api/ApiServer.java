package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.access.AccessControl;
import io.github.proxmoxmcp.demo.access.Token;
import io.github.proxmoxmcp.demo.http.HttpRequest;
import io.github.proxmoxmcp.demo.http.HttpResponse;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.route.ApiError;
import io.github.proxmoxmcp.demo.route.Argument;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.EffectiveRights;
import io.github.proxmoxmcp.demo.route.ParameterCheck;
import io.github.proxmoxmcp.demo.route.PathTree;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.RequestParameters;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// Answers requests as the proxy and the daemon of a Proxmox node do, in the same order of checks.
public final class ApiServer {
    private static final String JSON_PREFIX = "/api2/json";
    private static final String EXTJS_PREFIX = "/api2/extjs";
    private static final String TOKEN_PREFIX = "PVEAPIToken=";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE");

    private static final Pattern COOKIE = Pattern.compile("PVEAuthCookie=([^;]+)");

    private final World world;
    private final AccessControl access;
    private final Duration authenticationDelay;
    private final PathTree tree;
    private final String apiDoc;
    private final Token nobody = Token.nobody();

    public ApiServer(World world, AccessControl access, Duration authenticationDelay, String fingerprint) {
        this.world = world;
        this.access = access;
        this.authenticationDelay = authenticationDelay;
        this.tree = AllRoutes.tree(fingerprint, access);
        this.apiDoc = ApiDoc.write(tree);
    }

    /// Answers what a node's listener was asked.
    public HttpResponse answer(HttpRequest request, String localNode) {
        var path = request.path();
        if (path.equals("/pve-docs/api-viewer/apidoc.js")) {
            return HttpResponse.text(200, "OK", "application/javascript", apiDoc);
        }
        if (path.startsWith(JSON_PREFIX + "/")) {
            return json(request, localNode, path.substring(JSON_PREFIX.length()));
        }
        if (path.startsWith(EXTJS_PREFIX + "/")) {
            return extjs(request, localNode, path.substring(EXTJS_PREFIX.length()));
        }
        if (path.startsWith("/api2/")) {
            return otherFormat(path.substring("/api2/".length()));
        }
        if (path.equals("/")) {
            return HttpResponse.text(200, "OK", "text/html", "<!DOCTYPE html><title>Demo cluster</title>\n");
        }
        var message = "no such file '" + path + "'";
        return HttpResponse.text(500, message, "text/plain", message + "\n");
    }

    /// The token that a request proves to have, or the user whose ticket it carries.
    public Token authenticate(HttpRequest request) {
        var authorization = request.header("authorization").orElse("");
        var cookie = COOKIE.matcher(request.header("cookie").orElse(""));
        if (authorization.startsWith(TOKEN_PREFIX)) {
            return access.authenticate(authorization.replace(TOKEN_PREFIX, ""), world.look(world::now))
                    .orElseThrow(() -> ApiError.bare(401, "Authentication failed!"));
        }
        if (!cookie.find()) {
            throw ApiError.bare(401, "No ticket");
        }
        var now = world.look(world::now);
        var user = access.byTicket(RequestParameters.decode(cookie.group(1).replace("+", "%2B")), now)
                .orElseThrow(() -> ApiError.bare(401, "Authentication failed!"));
        var guard = request.header("csrfpreventiontoken").orElse("");
        if (!request.method().equals("GET") && !access.guards(guard, user.id(), now)) {
            throw ApiError.bare(401, "Permission denied - invalid csrf token");
        }
        return user;
    }

    private HttpResponse json(HttpRequest request, String localNode, String path) {
        try {
            var reply = call(request, localNode, path);
            var body = DemoJson.object();
            body.set("data", reply.data());
            reply.total().ifPresent(total -> body.put("total", total));
            return HttpResponse.json(DemoJson.bytes(body));
        } catch (ApiError error) {
            delayWrongToken(error);
            return error.body() == ApiError.Body.JSON
                    ? HttpResponse.error(error.status(), error.text(), DemoJson.bytes(body(error)))
                    : withoutJson(error);
        }
    }

    /// The format of Proxmox's own interface: every answer of the API is a 200.
    private HttpResponse extjs(HttpRequest request, String localNode, String path) {
        try {
            var reply = call(request, localNode, path);
            var body = DemoJson.object().put("success", 1);
            body.set("data", reply.data());
            return HttpResponse.json(DemoJson.bytes(body));
        } catch (ApiError error) {
            if (error.body() != ApiError.Body.JSON) {
                delayWrongToken(error);
                return withoutJson(error);
            }
            var body = body(error).put("success", 0);
            if (error.errors().isEmpty()) {
                body.put("status", error.status());
            } else {
                body.put("status", Integer.toString(error.status()));
            }
            return HttpResponse.json(DemoJson.bytes(body));
        }
    }

    private Reply call(HttpRequest request, String localNode, String path) {
        if (!METHODS.contains(request.method())) {
            throw ApiError.bare(501, "method '" + request.method() + "' not available");
        }
        var arguments = RequestParameters.of(request);
        var segments = segments(path);
        boolean login =
                request.method().equals("POST") && ("/" + String.join("/", segments)).equals(AccessRoutes.TICKET);
        var token = login ? nobody : authenticate(request);
        var found = tree.find(segments, request.method())
                .orElseThrow(() -> ApiError.notImplemented(request.method(), "/" + String.join("/", segments)));
        var endpoint = found.endpoint();
        var rights = new EffectiveRights(access, world, token);
        return world.look(() -> {
            requirePermission(endpoint, rights, values(found.values(), arguments));
            requireReachable(endpoint, found.values(), localNode);
            var values = ParameterCheck.check(endpoint, found.values(), arguments);
            try {
                return endpoint.answer().apply(new CheckedCall(world, rights, localNode, values));
            } catch (TaskFailure refused) {
                throw ApiError.failed(String.valueOf(refused.getMessage()));
            }
        });
    }

    /// What a permission may depend on: the path's parts, and the other parameters.
    private static Map<String, String> values(Map<String, String> fromPath, Map<String, Argument> arguments) {
        var values = new TreeMap<String, String>();
        arguments.forEach((name, argument) -> values.put(name, argument.text()));
        values.putAll(fromPath);
        return values;
    }

    private static void requirePermission(Route endpoint, EffectiveRights rights, Map<String, String> given) {
        var permit = endpoint.permit();
        if (permit.isForEverybody()) {
            return;
        }
        var path = permit.pathFor(given);
        if (path.isEmpty() || !rights.may(path, permit.anyOf())) {
            throw ApiError.forbidden(permit.refusal(path));
        }
    }

    private void requireReachable(Route endpoint, Map<String, String> fromPath, String localNode) {
        if (!endpoint.answeredByNode()) {
            return;
        }
        var name = fromPath.getOrDefault("node", localNode);
        var node = world.node(name)
                .orElseThrow(
                        () -> ApiError.failed("hostname lookup '" + name + "' failed - failed to get address info for: "
                                + name + ": Temporary failure in name resolution"));
        if (!name.equals(localNode) && world.proxyDown(name)) {
            throw ApiError.bare(595, "Connection refused");
        }
        if (!world.reachable(node, localNode)) {
            throw ApiError.bare(595, node.booting() ? "Connection refused" : "No route to host");
        }
    }

    private void delayWrongToken(ApiError error) {
        if (error.status() == 401) {
            try {
                Thread.sleep(authenticationDelay);
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static HttpResponse withoutJson(ApiError error) {
        return error.body() == ApiError.Body.TEXT
                ? HttpResponse.text(error.status(), error.text(), "text/plain", error.text())
                : HttpResponse.bare(error.status(), error.text());
    }

    private static ObjectNode body(ApiError error) {
        var body = DemoJson.object();
        body.set("data", DemoJson.nothing());
        body.put("message", error.text());
        if (!error.errors().isEmpty()) {
            var errors = body.putObject("errors");
            error.errors().forEach(errors::put);
        }
        return body;
    }

    private static HttpResponse otherFormat(String rest) {
        int slash = rest.indexOf('/');
        var message = slash < 0
                ? "no such uri"
                : "no formatter for uri " + rest.substring(slash) + ", " + rest.substring(0, slash);
        return HttpResponse.text(501, message, "text/plain", message);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/"))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> RequestParameters.decode(segment.replace("+", "%2B")))
                .toList();
    }
}
