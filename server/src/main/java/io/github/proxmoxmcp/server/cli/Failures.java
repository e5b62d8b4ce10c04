package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.persistence.value.StoreException;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.setup.SetupException;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What went wrong, as a line for a person and an exit status for a script.
final class Failures {

    private Failures() {}

    /// What nobody expected is shown with its trace.
    static int explain(Exception error, PrintWriter out) {
        String said = switch (error) {
            case ConfigurationException _, ToolException _, ProxmoxException _, StoreException _, SetupException _ ->
                String.valueOf(error.getMessage());
            default -> trace(error);
        };
        out.println("proxmox-mcp: " + Printable.message(said));
        out.flush();
        return error instanceof ConfigurationException || error instanceof ToolException.BadArgument ? 2 : 1;
    }

    private static String trace(Exception error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
