package io.github.proxmoxmcp.persistence.notice;

/// Which one it is.
///
/// @param cluster empty: of no cluster in particular
public record NoticeKey(String cluster, String key) {}
