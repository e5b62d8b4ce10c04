package io.github.proxmoxmcp.server.tool;

import java.util.Map;

/// What is said of one thing, which can be said in one row beside others.
public interface Overview {

    /// The row: what each column says. A value that is not known is left out.
    Map<String, Object> overview();
}
