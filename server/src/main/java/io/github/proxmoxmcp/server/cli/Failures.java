package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.ProxmoxException;
import io.github.proxmoxmcp.persistence.StoreException;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.setup.SetupException;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.io.PrintWriter;

/// What went wrong in an expected way, as a line for a person and an exit status for a script.
final class Failures {

    private Failures() {}

    /// @throws Exception the same, when it is none that is expected
    static int explain(Exception error, PrintWriter out) throws Exception {
        int status = switch (error) {
            case ConfigurationException _, ToolException.BadArgument _ -> 2;
            case ToolException _, ProxmoxException _, StoreException _, SetupException _ -> 1;
            default -> throw error;
        };
        out.println("proxmox-mcp: " + Printable.message(String.valueOf(error.getMessage())));
        out.flush();
        return status;
    }
}
