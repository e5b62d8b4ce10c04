package io.github.proxmoxmcp.persistence.file;

/// Who besides its owner can get at a file.
///
/// @param who `others`, with their names where the system tells them
/// @param remedy the command that makes it the owner's alone
public record Exposure(String who, String remedy) {}
