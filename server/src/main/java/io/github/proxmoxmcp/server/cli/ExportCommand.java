package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.cluster.argument.MomentText;
import io.github.proxmoxmcp.server.export.Exported;
import io.github.proxmoxmcp.server.export.Exporter;
import io.github.proxmoxmcp.server.export.Selection;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Writes a cluster down, as it is or as it was at a moment, for manifests or another tool.
@Command(
        name = "export",
        description = "Write guests and pools down for Git or another tool, as they are or were.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: proxmox-mcp export --as manifest --out cluster/ tag=web"})
final class ExportCommand implements Callable<Integer> {

    private final Program program;

    private final ServerOptions options;

    @Parameters(
            arity = "0..*",
            paramLabel = "SELECTION",
            description = "Guests by name or vmid, or tag=…, pool=…, node=…, kind=vm|container (default: all).")
    private List<String> selection = List.of();

    @Option(names = "--as", paramLabel = "FORMAT", description = "manifest (default), terraform or ansible.")
    private String as = "manifest";

    @Option(names = "--at", paramLabel = "MOMENT", description = "As it was then: a time or a state snapshot's name.")
    private @Nullable String at;

    @Option(names = "--cluster", paramLabel = "NAME", description = "Which cluster, where there are several.")
    private @Nullable String cluster;

    @Option(names = "--out", paramLabel = "DIR", description = "Write files there (default: print them).")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ExportCommand(Program program, ServerOptions options) {
        this.program = program;
        this.options = options;
    }

    @Override
    public Integer call() throws IOException {
        Selection chosen = Selection.of(selection);
        try (Interruption _ = new Interruption();
                Wiring wiring = Wiring.of(
                        program.configuration(options.settings()), SteadyClock.system(), ZoneId.systemDefault())) {
            Optional<MomentText> moment = Optional.ofNullable(at).map(MomentText::new);
            Reading reading = wiring.readings()
                    .open(
                            Optional.ofNullable(cluster).map(ClusterName::new),
                            moment,
                            Optional.of(new Fresh(moment.isEmpty())));
            Exported exported = Exporter.export(Wiring.exporters(), "--as", as, reading, chosen);
            PrintWriter err = spec.commandLine().getErr();
            reading.answer(new Notes(exported.notes()))
                    .incomplete()
                    .forEach(text -> err.println("proxmox-mcp: incomplete: " + text));
            exported.notes().forEach(note -> err.println("proxmox-mcp: " + note));
            write(exported);
        }
        return 0;
    }

    private record Notes(List<String> notes) {}

    private void write(Exported exported) throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        if (out == null) {
            exported.files().values().forEach(print::print);
            print.flush();
            return;
        }
        for (Map.Entry<String, String> file : exported.files().entrySet()) {
            Path path = out.resolve(file.getKey());
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, file.getValue());
        }
        print.println(exported.files().size() + " files in " + out);
    }
}
