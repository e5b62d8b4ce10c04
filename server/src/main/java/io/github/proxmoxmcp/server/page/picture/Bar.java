package io.github.proxmoxmcp.server.page.picture;

/// Something that held for a while.
///
/// @param kind how it is drawn: a class of the style sheet
/// @param title what is told of it at a closer look
public record Bar(String label, String kind, double left, double width, String title) {}
