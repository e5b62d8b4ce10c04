package io.github.proxmoxmcp.server.resource;

import io.github.proxmoxmcp.server.tool.Effect;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.util.Arrays;
import java.util.Optional;

/// A small page that a client can show an answer with, beside its text (the extension `io.modelcontextprotocol/ui`).
public enum View {
    PROBLEMS("problems", "Problems", "/problems"),
    CHANGES("changes", "Changes", "/time"),
    DIFF("diff", "What is different", "/diff"),
    PLAN("plan", "Plan", "/plans/");

    /// What clients that show views declare, and servers that have some.
    public static final String EXTENSION = "io.modelcontextprotocol/ui";

    public static final String MIME_TYPE = "text/html;profile=mcp-app";

    private static final String PREFIX = "ui://proxmox-mcp/";

    private final String word;
    private final String title;
    private final String room;

    View(String word, String title, String room) {
        this.word = word;
        this.title = title;
        this.room = room;
    }

    /// The view of a tool's answers, if they have one. What loses something answers with its plan first.
    public static Optional<View> of(ToolDefinition tool) {
        return switch (tool.name()) {
            case "find_problems" -> Optional.of(PROBLEMS);
            case "get_changes" -> Optional.of(CHANGES);
            case "diff_snapshots" -> Optional.of(DIFF);
            case "get_plan" -> Optional.of(PLAN);
            default -> tool.effect() == Effect.DESTRUCTIVE ? Optional.of(PLAN) : Optional.empty();
        };
    }

    /// The view at an address, if there is one.
    public static Optional<View> at(String uri) {
        return Arrays.stream(values()).filter(view -> view.uri().equals(uri)).findFirst();
    }

    /// Where clients read it.
    public String uri() {
        return PREFIX + word;
    }

    /// The name of the script that draws it.
    String word() {
        return word;
    }

    String title() {
        return title;
    }

    /// Where the page for people shows the same; a plan's id comes behind it.
    String room() {
        return room;
    }
}
