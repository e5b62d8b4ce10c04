package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.auth.Principal;
import io.github.proxmoxmcp.server.cluster.Completions;
import io.github.proxmoxmcp.server.prompt.PromptDefinition;
import io.github.proxmoxmcp.server.prompt.PromptNames;
import io.github.proxmoxmcp.server.resource.Addresses;
import io.github.proxmoxmcp.server.resource.ResourceDefinition;
import io.github.proxmoxmcp.server.resource.ResourceDefinition.Form;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.resource.UriTemplate;
import io.github.proxmoxmcp.server.tool.Answer;
import io.github.proxmoxmcp.server.tool.Caller;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.StructuredForm;
import io.github.proxmoxmcp.server.tool.TextForm;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.modelcontextprotocol.server.McpServerFeatures.SyncCompletionSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CompleteReference;
import io.modelcontextprotocol.spec.McpSchema.CompleteResult;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.util.McpUriTemplateManager;
import io.modelcontextprotocol.util.McpUriTemplateManagerFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// Resources, prompts and completion in the words of the SDK.
class LibraryBinding {

    private static final int MAX_ARGUMENT_CHARACTERS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LibraryBinding.class);

    /// For the SDK every template fits every address and has every variable: our registry tells them apart, and has
    /// something to say of those that fit none.
    static final McpUriTemplateManagerFactory ADDRESSES = AnyAddress::new;

    private final Supplier<Library> library;

    LibraryBinding(Supplier<Library> library) {
        this.library = library;
    }

    void addTo(McpSyncServer server) {
        ResourceRegistry resources = library.get().resources();
        resources
                .listed()
                .forEach(one -> server.addResource(new SyncResourceSpecification(
                        listed(one), (exchange, request) -> read(exchange, request.uri()))));
        resources
                .templates()
                .forEach(kind -> server.addResourceTemplate(new SyncResourceTemplateSpecification(
                        listed(kind), (exchange, request) -> read(exchange, request.uri()))));
        library.get()
                .prompts()
                .prompts()
                .forEach(prompt -> server.addPrompt(new SyncPromptSpecification(
                        listed(prompt), (exchange, request) -> write(exchange, prompt, request.arguments()))));
    }

    static McpSchema.Resource listed(ResourceRegistry.Listed one) {
        ResourceDefinition kind = one.kind();
        return McpSchema.Resource.builder(one.uri(), kind.name())
                .title(kind.title())
                .description(kind.description())
                .mimeType(kind.form().mimeType())
                .build();
    }

    static McpSchema.ResourceTemplate listed(ResourceDefinition kind) {
        return McpSchema.ResourceTemplate.builder(kind.uri().text(), kind.name())
                .title(kind.title())
                .description(kind.description())
                .mimeType(kind.form().mimeType())
                .build();
    }

    static McpSchema.Prompt listed(PromptDefinition prompt) {
        return McpSchema.Prompt.builder(prompt.name())
                .title(prompt.title())
                .description(prompt.description())
                .arguments(prompt.arguments().stream()
                        .map(argument -> McpSchema.PromptArgument.builder(argument.name())
                                .description(argument.description())
                                .required(argument.required())
                                .build())
                        .toList())
                .build();
    }

    /// What the SDK would take without a look, or fail at with a word about its inside. Of tools the preflight takes
    /// care.
    void check(McpSchema.Request request) {
        // Not a switch over types: see StdioTransport, this too is on the way to the first answer.
        if (request instanceof McpSchema.ReadResourceRequest read) {
            needed(read.uri(), "resources/read", "uri");
        } else if (request instanceof McpSchema.GetPromptRequest get) {
            needed(get.name(), "prompts/get", "name");
            if (library.get().prompts().find(get.name()).isEmpty()) {
                throw error(ErrorCodes.INVALID_PARAMS, library.get().prompts().unknown(get.name()));
            }
            Optional.ofNullable(get.arguments())
                    .orElse(Map.of())
                    .forEach((name, value) -> bounded(value, "prompts/get", name));
        } else if (request instanceof McpSchema.CompleteRequest complete) {
            needed(complete.ref(), "completion/complete", "ref");
            needed(complete.argument(), "completion/complete", "argument");
            needed(complete.argument().name(), "completion/complete", "argument.name");
            bounded(complete.argument().value(), "completion/complete", "argument.value");
        }
    }

    void subscribe(Subscriptions.Subscriber subscriber, String uri) {
        needed(uri, "resources/subscribe", "uri");
        orError(() -> library.get().subscriptions().add(subscriber, uri));
    }

    void unsubscribe(Subscriptions.Subscriber subscriber, String uri) {
        library.get().subscriptions().remove(subscriber, uri);
    }

    /// The SDK reads what is missing as empty.
    private static void needed(Object value, String method, String name) {
        if (Optional.ofNullable(value).filter(given -> !given.equals("")).isEmpty()) {
            throw error(ErrorCodes.INVALID_PARAMS, method + " needs '" + name + "'");
        }
        bounded(value, method, name);
    }

    /// All of these are short; a long one would only keep the server busy.
    private static void bounded(@Nullable Object value, String method, String name) {
        if (value instanceof String text && text.length() > MAX_ARGUMENT_CHARACTERS) {
            throw error(
                    ErrorCodes.INVALID_PARAMS,
                    method + ": '" + name + "' may have " + MAX_ARGUMENT_CHARACTERS + " characters at the most");
        }
    }

    private ReadResourceResult read(McpSyncServerExchange exchange, String uri) {
        return asked(exchange, () -> {
            ResourceRegistry.Found found = library.get().resources().find(uri);
            Answer<?> answer = found.read();
            String text = found.kind().form() == Form.TEXT
                    ? TextForm.of(answer)
                    : JsonMapper.shared().writeValueAsString(StructuredForm.of(answer));
            return ReadResourceResult.builder(List.of(TextResourceContents.builder(uri, text)
                            .mimeType(found.kind().form().mimeType())
                            .build()))
                    .build();
        });
    }

    private GetPromptResult write(McpSyncServerExchange exchange, PromptDefinition prompt, Map<String, Object> given) {
        return asked(exchange, () -> {
            Map<String, String> arguments = new LinkedHashMap<>();
            Optional.ofNullable(given)
                    .orElse(Map.of())
                    .forEach((name, value) -> arguments.put(
                            name,
                            Optional.ofNullable(value).map(String::valueOf).orElse("")));
            String text = library.get().prompts().write(prompt, arguments);
            return GetPromptResult.builder(List.of(new PromptMessage(
                            McpSchema.Role.USER, TextContent.builder(text).build())))
                    .description(prompt.description())
                    .build();
        });
    }

    /// These the SDK wants when the server is built, so that they come from constants.
    List<SyncCompletionSpecification> completions() {
        List<SyncCompletionSpecification> completions = new ArrayList<>();
        for (String template : Addresses.TEMPLATES) {
            completions.add(completion(new McpSchema.ResourceReference(template)));
        }
        for (String prompt : PromptNames.ALL) {
            completions.add(completion(new McpSchema.PromptReference(prompt)));
        }
        return completions;
    }

    private SyncCompletionSpecification completion(CompleteReference reference) {
        return new SyncCompletionSpecification(reference, (exchange, request) -> complete(exchange, request));
    }

    private CompleteResult complete(McpSyncServerExchange exchange, McpSchema.CompleteRequest request) {
        String typed = Optional.ofNullable(request.argument().value()).orElse("");
        Optional<String> cluster = Optional.ofNullable(request.context())
                .flatMap(context -> Optional.ofNullable(context.arguments()))
                .flatMap(chosen -> Optional.ofNullable(chosen.get("cluster")));
        Completions.Completion found = asked(
                exchange,
                () -> library.get().completions().of(request.argument().name(), typed, cluster));
        return new CompleteResult(new CompleteResult.CompleteCompletion(
                found.values(), found.total(), found.total() > found.values().size()));
    }

    private static <T> T asked(McpSyncServerExchange exchange, Supplier<T> deed) {
        String id = ToolBinding.principal(exchange).map(Principal::id).orElse(Caller.LOCAL);
        return orError(() -> ToolBinding.as(id, true, deed));
    }

    private static void orError(Runnable deed) {
        orError(() -> {
            deed.run();
            return Optional.empty();
        });
    }

    /// The outer edge: nothing gets past it but a result, or a JSON-RPC error in words.
    private static <T> T orError(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (ToolException.NotFound e) {
            throw error(ErrorCodes.RESOURCE_NOT_FOUND, String.valueOf(e.getMessage()));
        } catch (ToolException.BadArgument e) {
            throw error(ErrorCodes.INVALID_PARAMS, String.valueOf(e.getMessage()));
        } catch (ToolException | ProxmoxException | StoreException e) {
            throw error(ErrorCodes.INTERNAL_ERROR, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("a request about resources or prompts failed", e);
            throw error(
                    ErrorCodes.INTERNAL_ERROR, "Internal error; the server's log (standard error) has the details.");
        }
    }

    private static McpError error(int code, String message) {
        return McpError.builder(code).message(Printable.message(message)).build();
    }

    private record AnyAddress(String text) implements McpUriTemplateManager {

        @Override
        public List<String> getVariableNames() {
            return Addresses.TEMPLATES.stream()
                    .flatMap(template -> new UriTemplate(template).variables().stream())
                    .distinct()
                    .toList();
        }

        @Override
        public Map<String, String> extractVariableValues(String uri) {
            return new UriTemplate(text).match(uri).orElse(Map.of());
        }

        @Override
        public boolean matches(String uri) {
            return isUriTemplate(text) || text.equals(uri);
        }

        @Override
        public boolean isUriTemplate(String uri) {
            return uri.contains("{");
        }
    }
}
