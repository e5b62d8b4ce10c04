package io.github.proxmoxmcp.server.page.room;

/// A name and a value, one line of a card.
///
/// @param mark the class of its sign; empty: it has none
public record Fact(String name, String value, String mark) {

    Fact(String name, String value) {
        this(name, value, "");
    }
}
