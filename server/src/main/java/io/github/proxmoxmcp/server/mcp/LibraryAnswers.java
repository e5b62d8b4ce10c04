package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.cluster.Completions;
import io.github.proxmoxmcp.server.prompt.PromptDefinition;
import io.github.proxmoxmcp.server.resource.Addresses;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Form;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.resource.View;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.TextForm;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Resources, prompts, completion and subscriptions in the protocol's words.
final class LibraryAnswers {

    /// All that is asked for here is short; a long text would only keep the server busy.
    private static final int MAX_CHARACTERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LibraryAnswers.class);

    private final Supplier<Library> library;

    LibraryAnswers(Supplier<Library> library) {
        this.library = library;
    }

    Map<String, Object> read(Map<String, @Nullable Object> params, Client client) {
        String uri = needed(params, "resources/read", "uri");
        Optional<View> view = View.at(uri);
        if (view.isPresent()) {
            return view(view.get());
        }
        return asked(client, () -> {
            ResourceRegistry.Found found = library.get().resources().find(uri);
            Answer<?> answer = found.read();
            Map<String, Object> contents = new LinkedHashMap<>();
            contents.put("uri", uri);
            contents.put("mimeType", found.kind().form().mimeType());
            contents.put(
                    "text",
                    found.kind().form() == Form.TEXT ? TextForm.of(answer) : Json.write(StructuredForm.of(answer)));
            return Map.of("contents", List.of(contents));
        });
    }

    /// A view names no origin that it loads from, which clients must take to mean none.
    private Map<String, Object> view(View view) {
        Map<String, Object> contents = new LinkedHashMap<>();
        contents.put("uri", view.uri());
        contents.put("mimeType", View.MIME_TYPE);
        contents.put("text", library.get().views().write(view));
        contents.put("_meta", Map.of("ui", Map.of("prefersBorder", true)));
        return Map.of("contents", List.of(contents));
    }

    Map<String, Object> prompt(Map<String, @Nullable Object> params, Client client) {
        PromptDefinition prompt = known(needed(params, "prompts/get", "name"));
        Map<String, String> arguments = new LinkedHashMap<>();
        Messages.object(params, "arguments").forEach((name, value) -> {
            String text = value == null ? "" : String.valueOf(value);
            arguments.put(String.valueOf(name), bounded(text, "prompts/get", String.valueOf(name)));
        });
        return asked(client, () -> {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("type", "text");
            content.put("text", library.get().prompts().write(prompt, arguments));
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("role", "user");
            message.put("content", content);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("description", prompt.description());
            result.put("messages", List.of(message));
            return result;
        });
    }

    private PromptDefinition known(String name) {
        return library.get()
                .prompts()
                .find(name)
                .orElseThrow(() -> error(
                        JsonRpcError.INVALID_PARAMS, library.get().prompts().unknown(name)));
    }

    Map<String, Object> complete(Map<String, @Nullable Object> params, Client client) {
        String method = "completion/complete";
        Map<?, ?> reference = object(params, method, "ref");
        Map<?, ?> argument = object(params, method, "argument");
        String name = needed(argument, method, "name");
        String typed = bounded(Messages.text(argument, "value").orElse(""), method, "value");
        Map<?, ?> chosen = Messages.object(Messages.object(params, "context"), "arguments");
        requireKnown(reference);
        Completions.Completion found =
                asked(client, () -> library.get().completions().of(name, typed, Messages.text(chosen, "cluster")));
        Map<String, Object> completion = new LinkedHashMap<>();
        completion.put("values", found.values());
        completion.put("total", found.total());
        completion.put("hasMore", found.total() > found.values().size());
        return Map.of("completion", completion);
    }

    private void requireKnown(Map<?, ?> reference) {
        switch (String.valueOf(reference.get("type"))) {
            case "ref/prompt" -> known(needed(reference, "completion/complete", "name"));
            case "ref/resource" -> {
                String uri = needed(reference, "completion/complete", "uri");
                if (!Addresses.TEMPLATES.contains(uri)) {
                    throw error(
                            JsonRpcError.INVALID_PARAMS,
                            "There is no resource template '" + UntrustedText.line(uri) + "'; there are "
                                    + String.join(", ", Addresses.TEMPLATES));
                }
            }
            default ->
                throw error(
                        JsonRpcError.INVALID_PARAMS,
                        "completion/complete: 'ref' must be of the type ref/prompt or ref/resource");
        }
    }

    void subscribe(Subscriptions.Subscriber subscriber, String uri) {
        orError(() -> {
            library.get().subscriptions().add(subscriber, bounded(uri, "a subscription", "uri"));
            return uri;
        });
    }

    void unsubscribe(Subscriptions.Subscriber subscriber, String uri) {
        library.get().subscriptions().remove(subscriber, uri);
    }

    private static Map<?, ?> object(Map<?, ?> params, String method, String name) {
        if (params.get(name) instanceof Map<?, ?> given) {
            return given;
        }
        throw error(JsonRpcError.INVALID_PARAMS, method + " needs '" + name + "', an object");
    }

    private static String needed(Map<?, ?> params, String method, String name) {
        String text = Messages.text(params, name)
                .filter(given -> !given.isEmpty())
                .orElseThrow(() -> error(JsonRpcError.INVALID_PARAMS, method + " needs '" + name + "', a text"));
        return bounded(text, method, name);
    }

    private static String bounded(String text, String method, String name) {
        if (text.length() > MAX_CHARACTERS) {
            throw error(
                    JsonRpcError.INVALID_PARAMS,
                    method + ": '" + UntrustedText.line(name) + "' may have " + MAX_CHARACTERS
                            + " characters at the most");
        }
        return text;
    }

    private static <T> T asked(Client client, Supplier<T> deed) {
        String id = client.principal().map(Principal::id).orElse(Caller.LOCAL);
        return orError(() -> Calls.as(id, true, deed));
    }

    /// The outer edge: nothing gets past it but a result, or a JSON-RPC error in words.
    private static <T> T orError(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (JsonRpcError e) {
            throw e;
        } catch (ToolException.NotFound e) {
            throw error(JsonRpcError.RESOURCE_NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (ToolException.BadArgument e) {
            throw error(JsonRpcError.INVALID_PARAMS, String.valueOf(e.getMessage()));
        } catch (ToolException | ProxmoxException | StoreException e) {
            throw error(JsonRpcError.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a request about resources or prompts failed", e);
            throw JsonRpcError.internal();
        }
    }

    private static JsonRpcError error(int code, String message) {
        return new JsonRpcError(code, Printable.message(message));
    }
}
