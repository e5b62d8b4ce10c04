package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.resource.Subscriptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers with our tools, resources and prompts.
final class ServedMethods implements Methods {

    private final Listings listings;
    private final ToolAnswers tools;
    private final LibraryAnswers library;

    ServedMethods(Listings listings, ToolAnswers tools, LibraryAnswers library) {
        this.listings = listings;
        this.tools = tools;
        this.library = library;
    }

    @Override
    public Object answer(String method, Map<String, @Nullable Object> params, Client client) {
        return switch (method) {
            case Listings.TOOLS, Listings.PROMPTS, Listings.TEMPLATES, Listings.RESOURCES -> listings.of(method);
            case Messages.TOOLS_CALL -> tools.call(params, client);
            case "resources/read" -> library.read(params, client);
            case "prompts/get" -> library.prompt(params, client);
            case "completion/complete" -> library.complete(params, client);
            default -> throw JsonRpcError.unknownMethod(method);
        };
    }

    @Override
    public boolean isReady(String list) {
        return listings.isReady(list);
    }

    @Override
    public boolean acts(String tool) {
        return tools.acts(tool);
    }

    @Override
    public void subscribe(Subscriptions.Subscriber subscriber, String uri) {
        library.subscribe(subscriber, uri);
    }

    @Override
    public void unsubscribe(Subscriptions.Subscriber subscriber, String uri) {
        library.unsubscribe(subscriber, uri);
    }
}
