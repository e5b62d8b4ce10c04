package io.github.proxmoxmcp.client.json;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.call.Reason;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/// Reads what stands under `data` in an answer of Proxmox; anything that is not such an answer is a [ProtocolError].
public final class Answers {

    /// What to say of such a page.
    public static final String WEB_PAGE = "a web page came instead of an answer of the API: a proxy or its login page"
            + " stands before Proxmox VE at this address; give the address of a node itself, such as https://HOST:8006,"
            + " or let the proxy pass /api2/json without a login of its own";

    private static final String DISABLED = "the guest agent has this command disabled: ";

    private @Nullable JsonMapper mapper;

    /// The data as a declared type. `null` is an empty list or nothing, where the type can say so.
    public Object read(Call call, byte[] body, Type type) {
        JavaType javaType = mapper().constructType(type);
        Object data = data(call, body, javaType);
        if (data != null) {
            return data;
        }
        if (javaType.hasRawClass(List.class)) {
            return List.of();
        }
        if (javaType.hasRawClass(Optional.class)) {
            return Optional.empty();
        }
        throw problem(call, "Proxmox sent no data where a " + simpleName(javaType) + " was expected");
    }

    /// The data as it came.
    public JsonNode tree(Call call, byte[] body) {
        Object data = data(call, body, mapper().constructType(JsonNode.class));
        return data instanceof JsonNode node ? node : NullNode.getInstance();
    }

    private @Nullable Object data(Call call, byte[] body, JavaType type) {
        try (JsonParser parser = mapper().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw problem(call, "the answer is not a JSON object; is this the API of Proxmox VE?");
            }
            Object data = null;
            boolean found = false;
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                if (parser.nextToken() != JsonToken.VALUE_NULL && name.equals("data")) {
                    data = mapper().readValue(parser, type);
                } else {
                    parser.skipChildren();
                }
                found |= name.equals("data");
            }
            if (!found || parser.nextToken() != null) {
                throw problem(call, "the answer is not of the form {\"data\": …}; is this the API of Proxmox VE?");
            }
            return data;
        } catch (JacksonException e) {
            throw agentRefusal(body)
                    .<ProxmoxException>map(why -> new ProxmoxException.Refused(call, why, 200))
                    .orElseGet(() -> problem(call, explained(e, body)));
        }
    }

    /// Why a guest agent does not do what it was asked: it says so where the result would be, and Proxmox passes that
    /// on with status 200.
    private Optional<Reason> agentRefusal(byte[] body) {
        try {
            JsonNode error = mapper().readTree(body).path("data").path("result").path("error");
            String kind = error.path("class").asString("");
            String words = Reason.quoted(error.path("desc").asString(kind));
            return Optional.of(kind.equals("CommandDisabled") ? DISABLED + words : "the guest agent failed: " + words)
                    .filter(_ -> !kind.isEmpty())
                    .map(Reason::ours);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Whether this is a page for browsers: a proxy or its login page stands between us and Proxmox.
    public static boolean isWebPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    /// Made at the first answer: it is the dearest part of a client, and a program must start without it.
    private synchronized JsonMapper mapper() {
        if (mapper == null) {
            mapper = TolerantJson.mapper();
        }
        return mapper;
    }

    /// Not Jackson's own message: it quotes what it read, and that may be a secret.
    private static String explained(JacksonException e, byte[] body) {
        if (isWebPage(new String(body, StandardCharsets.UTF_8))) {
            return WEB_PAGE;
        }
        if (!(e instanceof DatabindException)) {
            // There is no location where a limit of the parser, such as that of depth, was hit.
            TokenStreamLocation location = e.getLocation();
            return "the answer is not JSON, or was cut off"
                    + (location == null ? "" : ", at byte " + location.getByteOffset());
        }
        StringBuilder place = new StringBuilder("data");
        e.getPath()
                .forEach(step -> place.append(
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName()));
        return place + " is missing or has another type than expected";
    }

    private static String simpleName(JavaType type) {
        return type.getRawClass().getSimpleName();
    }

    private static ProtocolError problem(Call call, String text) {
        return new ProtocolError(call, Reason.ours(text), !call.isRead());
    }
}
