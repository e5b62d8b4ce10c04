package io.github.proxmoxmcp.persistence.sql;

import java.util.List;

/// A thing by its key, and what is said of it.
record Row(List<Object> key, Facts facts) {}
