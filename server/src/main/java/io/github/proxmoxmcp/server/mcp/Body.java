package io.github.proxmoxmcp.server.mcp;

import java.util.Map;
import java.util.Optional;

/// What was sent over HTTP: a message, or else the error that answers it.
public final class Body {

    private final Incoming message;

    private Body(Incoming message) {
        this.message = message;
    }

    public static Body read(String text) {
        Incoming read = Incoming.read(new LineReader.Line(text, false));
        return new Body(
                read instanceof Incoming.Nothing
                        ? new Incoming.Malformed(
                                JsonRpcError.of(JsonRpcError.INVALID_REQUEST, "The body is empty"), Optional.empty())
                        : read);
    }

    Incoming message() {
        return message;
    }

    Optional<Incoming.Request> request() {
        return message instanceof Incoming.Request request ? Optional.of(request) : Optional.empty();
    }

    public boolean isMessage() {
        return !(message instanceof Incoming.Malformed);
    }

    /// Whether it is no message, but was meant to answer a request of ours, which thereby got no answer.
    public boolean isFailedAnswer() {
        return message instanceof Incoming.Malformed bad && bad.failed().isPresent();
    }

    /// The JSON-RPC error, where it is no message.
    public String answer() {
        return message instanceof Incoming.Malformed bad ? bad.answer() : "";
    }

    public boolean isRequest() {
        return message instanceof Incoming.Request;
    }

    public boolean isInitialize() {
        return isRequest() && method().equals(Messages.INITIALIZE);
    }

    /// The method of a request or notification; empty for the rest.
    public String method() {
        if (message instanceof Incoming.Notification notification) {
            return notification.method();
        }
        return request().map(Incoming.Request::method).orElse("");
    }

    /// The version that it says it is of, if it stands alone; of a session's messages none says one.
    public Optional<String> version() {
        return RequestMeta.version(params()).map(String::valueOf);
    }

    /// What it names: a tool, a prompt or a resource.
    public Optional<String> name() {
        return switch (method()) {
            case Messages.TOOLS_CALL, "prompts/get" -> Messages.text(params(), "name");
            case "resources/read" -> Messages.text(params(), "uri");
            default -> Optional.empty();
        };
    }

    private Map<?, ?> params() {
        if (message instanceof Incoming.Notification notification) {
            return notification.params();
        }
        return request().<Map<?, ?>>map(Incoming.Request::params).orElse(Map.of());
    }

    /// The answer to a request whose headers say something else than it says itself.
    public String headerMismatch(String problem) {
        return new JsonRpcError(JsonRpcError.HEADER_MISMATCH, "Header mismatch: " + problem)
                .answer(request().map(Incoming.Request::id).orElse(null));
    }

    /// The answer to a request of this id that cannot be understood.
    public String refused(int code, String problem) {
        return new JsonRpcError(code, problem)
                .answer(request().map(Incoming.Request::id).orElse(null));
    }
}
