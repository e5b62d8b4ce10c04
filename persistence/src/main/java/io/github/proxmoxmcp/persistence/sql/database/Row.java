package io.github.proxmoxmcp.persistence.sql.database;

import java.util.List;

/// A thing by its key, and what is said of it.
public record Row(List<Object> key, Facts facts) {}
