package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.cli.screen.OutputFormat;
import io.github.proxmoxmcp.server.setup.Doctor;
import io.github.proxmoxmcp.server.setup.Finding;
import io.github.proxmoxmcp.server.setup.Needs;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Examines everything that has to be right.
@Command(
        name = "doctor",
        description = "Examine configuration, endpoints, certificates, token, privileges, quorum, clocks, memory, sync"
                + " and MCP clients, and say what to do.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit status: 0 no problem (notes and warnings may be), 1 a problem, 2 wrong configuration."})
final class DoctorCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    @Option(names = "--output", paramLabel = "text|json", description = "How to print (default: text).")
    private OutputFormat output = OutputFormat.TEXT;

    @Option(names = "--notify", description = "Send a test to every target of 'notify', and tell what each answered.")
    private boolean notifies;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DoctorCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(
                        new Needs(Wiring.allTools()), InstantSource.system(), program.place(), notifies)
                .examine(program.configuration(options.settings()));
        DoctorReport examination = new DoctorReport(spec.commandLine());
        return switch (output) {
            case TEXT -> examination.show(findings);
            case JSON -> examination.json(findings);
        };
    }
}
