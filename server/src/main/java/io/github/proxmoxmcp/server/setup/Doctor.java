package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.server.config.AuditSettings;
import io.github.proxmoxmcp.server.config.Configuration;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Examines everything that has to be right, and says of each thing that is not what to do.
public final class Doctor {

    private final Needs needs;
    private final InstantSource clock;
    private final McpClient.Place place;
    private final boolean tellsTest;

    /// @param needs what the tools need of a token
    /// @param tellsTest whether a test is sent to everybody who is told what happens
    public Doctor(Needs needs, InstantSource clock, McpClient.Place place, boolean tellsTest) {
        this.needs = needs;
        this.clock = clock;
        this.place = place;
        this.tellsTest = tellsTest;
    }

    /// What there is to say; the worst of it decides whether all is well.
    public List<Finding> examine(Configuration configuration) {
        List<Finding> findings = new ArrayList<>();
        if (configuration.clusters().isEmpty()) {
            findings.add(Finding.problem(
                    "configuration",
                    "clusters",
                    "no cluster is configured (" + configuration.origin() + ")",
                    "run 'proxmox-mcp init', or name the file with --config"));
        } else {
            findings.add(Finding.ok(
                    "configuration",
                    "access " + configuration.access().name().toLowerCase(Locale.ROOT),
                    String.join(
                                    ", ",
                                    configuration.clusters().stream()
                                            .map(cluster -> "cluster '" + cluster.name() + "'")
                                            .toList())
                            + " in " + configuration.origin()));
        }
        configuration
                .clusters()
                .forEach(cluster ->
                        findings.addAll(new ClusterCheck(cluster, configuration.access(), needs, clock).findings()));
        findings.addAll(new StoreCheck(configuration, clock).findings());
        configuration
                .audit()
                .problem()
                .ifPresent(problem -> findings.add(Finding.warning("audit", "anchor", problem, AuditSettings.REMEDY)));
        configuration
                .notifications()
                .ifPresent(settings -> findings.addAll(NotifyCheck.findings(settings, tellsTest, clock)));
        Arrays.stream(McpClient.values()).forEach(client -> clients(client, findings));
        return findings;
    }

    private void clients(McpClient client, List<Finding> findings) {
        ClientFile file = new ClientFile(client, place);
        try {
            for (ClientFile.Started entry : file.started()) {
                findings.add(
                        exists(entry.command())
                                ? Finding.ok("client", client.title(), "'" + entry.name() + "' in " + file.path())
                                : Finding.problem(
                                        "client",
                                        client.title(),
                                        "'" + entry.name() + "' starts '" + entry.command()
                                                + "', and there is no such program",
                                        "proxmox-mcp init --client " + client.id()));
            }
        } catch (SetupException e) {
            findings.add(Finding.note("client", client.title(), String.valueOf(e.getMessage())));
        }
    }

    private boolean exists(String command) {
        if (command.contains(File.separator)) {
            return Files.isExecutable(Path.of(command));
        }
        return Arrays.stream(place.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }
}
