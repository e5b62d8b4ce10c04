package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.server.cluster.Completions;
import io.github.proxmoxmcp.server.prompt.PromptRegistry;
import io.github.proxmoxmcp.server.resource.ResourceRegistry;
import io.github.proxmoxmcp.server.resource.Subscriptions;
import io.github.proxmoxmcp.server.resource.ViewDocuments;

/// What a client can use beside tools.
public record Library(
        ResourceRegistry resources,
        PromptRegistry prompts,
        Completions completions,
        Subscriptions subscriptions,
        ViewDocuments views) {}
