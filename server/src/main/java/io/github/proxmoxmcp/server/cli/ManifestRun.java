package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.client.SteadyClock;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.cluster.argument.ClusterName;
import io.github.proxmoxmcp.server.cluster.argument.Fresh;
import io.github.proxmoxmcp.server.declared.Drift;
import io.github.proxmoxmcp.server.declared.ManifestFiles;
import io.github.proxmoxmcp.server.manifest.yaml.BadManifest;
import io.github.proxmoxmcp.server.tool.Printable;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tools.declared.ManifestPlans;
import io.github.proxmoxmcp.server.wiring.Wiring;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What the commands that compare a directory with a cluster have in common.
final class ManifestRun {

    @Parameters(arity = "0..1", paramLabel = "DIR", description = "The manifests (default: manifests.directory).")
    private @Nullable Path directory;

    @Option(names = "--cluster", paramLabel = "NAME", description = "Which cluster, where there are several.")
    private @Nullable String cluster;

    @Option(names = "--set", paramLabel = "NAME", description = "What the set is called (default: as the directory).")
    private @Nullable String set;

    /// What is done with them.
    @FunctionalInterface
    interface Work {
        int with(Wiring wiring, Reading reading, ManifestFiles files);
    }

    /// Opens everything, reads the cluster twice, so that no change is seen only once, the second time with the lists
    /// that the manifests are compared with, and closes it.
    int with(Program program, ServerOptions options, Work work) {
        var configuration = program.configuration(options.settings());
        Path place = Optional.ofNullable(directory)
                .or(() -> configuration.manifests().flatMap(settings -> settings.directory()))
                .orElseThrow(() -> new BadArgument("name the directory of the manifests"));
        ManifestFiles read = ManifestFiles.of(place);
        ManifestFiles files = Optional.ofNullable(set)
                .map(name -> new ManifestFiles(name, read.texts(), read.commit()))
                .orElse(read);
        try {
            files.read();
            try (Interruption _ = new Interruption();
                    Wiring wiring = Wiring.of(configuration, SteadyClock.system(), ZoneId.systemDefault())) {
                Optional<ClusterName> name = Optional.ofNullable(cluster).map(ClusterName::new);
                Drift.want(
                        wiring.readings().now(name, Optional.of(new Fresh(true))),
                        Optional.of(files),
                        Optional.empty());
                return work.with(wiring, wiring.readings().now(name, Optional.of(new Fresh(true))), files);
            }
        } catch (BadManifest e) {
            throw new BadArgument("the manifests are not well-formed:\n" + e.getMessage());
        }
    }

    /// Text with names of others in it, line by line.
    static String printable(String text) {
        return text.lines().map(Printable::line).collect(Collectors.joining("\n"));
    }

    /// A plan as a person reads it.
    void show(PrintWriter out, ManifestPlans.Made made) {
        out.println(made.summary());
        made.lines().forEach(line -> out.println(Printable.line(line)));
        made.losses().forEach(loss -> out.println("lost: " + Printable.line(loss)));
        made.notes().forEach(note -> out.println("also: " + Printable.line(note)));
        out.flush();
    }
}
