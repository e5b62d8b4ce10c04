package io.github.proxmoxmcp.server.setup;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.cluster.StatusEntry;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.client.http.Certificates;
import io.github.proxmoxmcp.client.http.ServerCertificate;
import io.github.proxmoxmcp.server.config.ClusterConfiguration;
import io.github.proxmoxmcp.server.tool.Access;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Examines a cluster from here: each endpoint by itself, then the token, quorum and clocks.
final class ClusterCheck {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration SOON = Duration.ofDays(30);
    private static final Duration NOTICEABLE = Duration.ofSeconds(10);
    private static final Duration HARMFUL = Duration.ofMinutes(2);
    private static final int NINE = 9;
    private static final String ELSE = "docs/reference/errors.md says what can be behind it";

    private final ClusterConfiguration cluster;
    private final Access access;
    private final Needs needs;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();

    ClusterCheck(ClusterConfiguration cluster, Access access, Needs needs, InstantSource clock) {
        this.cluster = cluster;
        this.access = access;
        this.needs = needs;
        this.clock = clock;
    }

    List<Finding> findings() {
        Optional<String> version = Optional.empty();
        Optional<URI> answering = Optional.empty();
        for (URI endpoint : cluster.connection().endpoints()) {
            certificate(endpoint);
            Optional<String> told = version(endpoint);
            if (answering.isEmpty() && told.isPresent()) {
                version = told;
                answering = Optional.of(endpoint);
            }
        }
        if (answering.isPresent()) {
            boolean before9 = version.flatMap(ClusterCheck::major)
                    .filter(major -> major < NINE)
                    .isPresent();
            try (Proxmox api = connect(answering.get())) {
                rights(api, before9);
                membership(api);
            }
        }
        return findings;
    }

    private Proxmox connect(URI endpoint) {
        ConnectionSettings all = cluster.connection();
        return Proxmox.connect(new ConnectionSettings(
                        List.of(endpoint), all.credentials(), all.trust(), all.timeouts(), all.limits(), all.proxy())
                .withTimeouts(CONNECT, CALL));
    }

    private Optional<String> version(URI endpoint) {
        try (Proxmox api = connect(endpoint)) {
            String version = api.version().get().version();
            findings.add(Finding.ok("endpoint", endpoint.toString(), "answers: Proxmox VE " + version));
            return Optional.of(version);
        } catch (ProxmoxException.NotAuthenticated e) {
            findings.add(Finding.problem(
                    "token",
                    cluster.connection().credentials().id(),
                    "is not accepted by " + endpoint,
                    advice(cluster.connection().credentials().id(), String.valueOf(e.getMessage()))));
        } catch (ProxmoxException.ClusterUnreachable e) {
            findings.add(Finding.problem(
                    e.untrusted() ? "certificate" : "endpoint",
                    endpoint.toString(),
                    String.valueOf(e.getMessage()),
                    e.untrusted()
                            ? "compare with 'pvenode cert info' on the node; if it was renewed, run 'proxmox-mcp init'"
                                    + " again"
                            : "is the address right, the node up, and port " + endpoint.getPort()
                                    + " open from this machine?"));
        } catch (ProxmoxException e) {
            findings.add(Finding.problem("endpoint", endpoint.toString(), String.valueOf(e.getMessage()), ELSE));
        }
        return Optional.empty();
    }

    /// Which of these it is, Proxmox does not tell.
    private static String[] advice(String id, String message) {
        String user = TokenRights.owner(id);
        return id.contains("!")
                ? new String[] {
                    message,
                    "pveum user token list " + user,
                    "pveum user token modify " + user + " " + id.substring(user.length() + 1)
                            + " --expire 0   # where it has expired",
                    "pveum user modify " + user + " --enable 1 --expire 0   # where the user is disabled or has expired"
                }
                : new String[] {message};
    }

    private static Optional<Integer> major(String version) {
        String digits = version.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? Optional.empty() : Optional.of(Integer.valueOf(digits));
    }

    private void certificate(URI endpoint) {
        if (!endpoint.getScheme().equals("https")) {
            return;
        }
        try {
            ServerCertificate certificate = Certificates.read(endpoint, CONNECT);
            Instant now = clock.instant();
            if (certificate.validUntil().isBefore(now.plus(SOON))) {
                boolean over = certificate.validUntil().isBefore(now);
                findings.add(Finding.warning(
                        "certificate",
                        endpoint.toString(),
                        (over ? "has run out on " : "runs out on ") + certificate.validUntil(),
                        "on the node: pvecm updatecerts --force",
                        cluster.connection().trust() instanceof Trust.Fingerprint
                                ? "the pinned fingerprint changes with it: run 'proxmox-mcp init' again"
                                : "nothing else: its authority stays the same"));
            } else {
                findings.add(Finding.ok("certificate", endpoint.toString(), "valid until " + certificate.validUntil()));
            }
        } catch (ProxmoxException _) {
            // Whether the endpoint answers is a finding of its own.
        }
    }

    private void rights(Proxmox api, boolean before9) {
        String token = cluster.connection().credentials().id();
        try {
            findings.addAll(new RightsCheck(TokenRights.read(api, token), needs, access, before9).findings());
        } catch (ProxmoxException e) {
            findings.add(
                    Finding.problem("privileges", token, "cannot be read: " + String.valueOf(e.getMessage()), ELSE));
        }
    }

    private void membership(Proxmox api) {
        List<StatusEntry> entries;
        try {
            entries = api.cluster().status();
        } catch (ProxmoxException e) {
            findings.add(Finding.warning(
                    "quorum", cluster.name(), "cannot be read: " + String.valueOf(e.getMessage()), ELSE));
            return;
        }
        entries.stream()
                .filter(StatusEntry.ClusterEntry.class::isInstance)
                .map(StatusEntry.ClusterEntry.class::cast)
                .forEach(entry -> findings.add(
                        entry.quorate()
                                ? Finding.ok("quorum", cluster.name(), "the cluster is quorate")
                                : Finding.problem(
                                        "quorum",
                                        cluster.name(),
                                        "the cluster has lost its quorum: reads work, changes do not",
                                        "bring back enough nodes; 'pvecm status' on a node shows the votes")));
        entries.stream()
                .filter(StatusEntry.NodeEntry.class::isInstance)
                .map(StatusEntry.NodeEntry.class::cast)
                .forEach(node -> node(api, node));
    }

    private void node(Proxmox api, StatusEntry.NodeEntry node) {
        if (!node.online()) {
            findings.add(Finding.warning(
                    "quorum",
                    node.name(),
                    "the node is offline",
                    "look at the node itself; what is known of its guests stays, marked as unknown since then"));
            return;
        }
        try {
            Instant before = clock.instant();
            Instant there = api.nodeSystem().time(node.name()).time();
            Instant here = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
            // Nodes tell whole seconds.
            Duration skew = Duration.between(there, here).abs();
            String text = "its clock and this machine's differ by " + skew.toSeconds() + " s";
            findings.add(
                    skew.compareTo(NOTICEABLE) < 0
                            ? Finding.ok("clock", node.name(), text)
                            : new Finding(
                                    "clock",
                                    node.name(),
                                    skew.compareTo(HARMFUL) < 0 ? Finding.State.WARNING : Finding.State.PROBLEM,
                                    text + ": who caused a change is found by its time",
                                    List.of("'timedatectl' on both shows which of them is not synchronised")));
        } catch (ProxmoxException e) {
            findings.add(Finding.note("clock", node.name(), "cannot be read: " + String.valueOf(e.getMessage())));
        }
    }
}
