package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.config.Configuration;
import io.github.proxmoxmcp.server.config.ConfigurationException;
import io.github.proxmoxmcp.server.guard.Freeze;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The emergency stop of all writes, and its end.
final class FreezeCommands {

    private FreezeCommands() {}

    @Command(
            name = "freeze",
            description = "Stop all writes at once, in every server on the store.",
            mixinStandardHelpOptions = true)
    static final class Stop implements Callable<Integer> {

        private final StoreCommands stores;

        @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster (default: of all).")
        private String cluster = Freeze.EVERYWHERE;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Shown to callers whose writes are refused.")
        private @Nullable String reason;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Stop(StoreCommands stores) {
            this.stores = stores;
        }

        @Override
        public Integer call() {
            return stores.with((store, configuration) -> {
                requireKnown(store, configuration, cluster);
                Freeze.begin(
                        store,
                        cluster,
                        StoreCommands.person(),
                        Optional.ofNullable(reason),
                        stores.clock().instant());
                spec.commandLine().getOut().println("frozen: " + name(cluster));
                return 0;
            });
        }
    }

    @Command(name = "unfreeze", description = "Allow writes again.", mixinStandardHelpOptions = true)
    static final class Lift implements Callable<Integer> {

        private final StoreCommands stores;

        @Option(names = "--cluster", paramLabel = "NAME", description = "Only of this cluster (default: of all).")
        private String cluster = Freeze.EVERYWHERE;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        Lift(StoreCommands stores) {
            this.stores = stores;
        }

        @Override
        public Integer call() {
            return stores.with((store, configuration) -> {
                boolean was = Freeze.end(
                        store, cluster, StoreCommands.person(), stores.clock().instant());
                if (!was) {
                    requireKnown(store, configuration, cluster);
                }
                spec.commandLine().getOut().println((was ? "no longer frozen: " : "was not frozen: ") + name(cluster));
                return was ? 0 : 1;
            });
        }
    }

    /// A stop of a cluster that nobody has would stop nothing, and somebody would count on it.
    private static void requireKnown(Store store, Configuration configuration, String cluster) {
        List<String> clusters = configuration.clusters().stream()
                .map(ClusterConfiguration::name)
                .toList();
        boolean known = cluster.equals(Freeze.EVERYWHERE)
                || clusters.contains(cluster)
                || store.clusters().sync(cluster).isPresent();
        if (!known) {
            throw new ConfigurationException("there is no cluster '" + cluster + "' here; the configuration has "
                    + (clusters.isEmpty() ? "none" : String.join(", ", clusters))
                    + ", and without --cluster all writes stop");
        }
    }

    private static String name(String cluster) {
        return cluster.equals(Freeze.EVERYWHERE) ? "all clusters" : cluster;
    }
}
