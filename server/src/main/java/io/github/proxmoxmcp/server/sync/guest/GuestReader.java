package io.github.proxmoxmcp.server.sync.guest;

import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.GuestApi;
import io.github.proxmoxmcp.client.guest.GuestApi.GuestStatus;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.persistence.GuestSnapshot;
import io.github.proxmoxmcp.persistence.value.GuestKind;
import io.github.proxmoxmcp.server.sync.source.ObservedFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks about one guest at a time.
public final class GuestReader {

    private static final Logger LOG = LoggerFactory.getLogger(GuestReader.class);

    /// While it has one of these, a configuration is in the making: it is neither the old nor the new one.
    private static final Set<String> LOCKS_OF_HALF_CONFIGURATIONS =
            Set.of("clone", "create", "snapshot", "snapshot-delete", "rollback");

    private final Proxmox api;

    public GuestReader(Proxmox api) {
        this.api = api;
    }

    /// The answer of a guest's node about its configuration.
    public sealed interface Answer {

        /// There is none on this node.
        record Missing() implements Answer {}

        /// The token may not see it.
        record Closed() implements Answer {}

        /// It could not be read.
        ///
        /// @param hopeless nor can any other of the same node be at present
        record Unreadable(boolean hopeless) implements Answer {}

        /// Here it is; `whole` unless it is in the making.
        record Found(GuestConfig config) implements Answer {

            String digest() {
                return config.digest().orElse("");
            }

            boolean whole() {
                return config.get("lock")
                        .filter(LOCKS_OF_HALF_CONFIGURATIONS::contains)
                        .isEmpty();
            }
        }
    }

    /// Reads the wanted configuration, part of which may wait for the next start.
    public Answer config(GuestKind kind, String node, int vmid) {
        try {
            GuestConfig config = config(kind, node, vmid, ConfigQuery.WANTED);
            // Every configuration has one: what has none is no answer to the question.
            return config.digest().isPresent() ? new Answer.Found(config) : new Answer.Unreadable(false);
        } catch (ProxmoxException.NoSuchThing _) {
            return new Answer.Missing();
        } catch (ProxmoxException.Forbidden _) {
            return new Answer.Closed();
        } catch (ProxmoxException e) {
            LOG.debug("the configuration of guest {} could not be read: {}", vmid, e.getMessage());
            return new Answer.Unreadable(e instanceof ProxmoxException.NotAuthenticated
                    || e instanceof ProxmoxException.NodeUnreachable
                    || e instanceof ProxmoxException.ClusterUnreachable
                    || e instanceof ProxmoxException.Timeout);
        }
    }

    /// Reads the configuration in force, running or stopped. It changes only with the configuration's digest.
    public Optional<GuestConfig> inForce(GuestKind kind, String node, int vmid) {
        try {
            return Optional.of(config(kind, node, vmid, ConfigQuery.IN_FORCE))
                    .filter(config -> config.digest().isPresent());
        } catch (ProxmoxException e) {
            LOG.debug("what is in force of guest {} could not be read: {}", vmid, e.getMessage());
            return Optional.empty();
        }
    }

    private GuestConfig config(GuestKind kind, String node, int vmid, ConfigQuery query) {
        return guest(kind, node, vmid).config(query);
    }

    private GuestApi guest(GuestKind kind, String node, int vmid) {
        return api.guest(GuestType.of(kind == GuestKind.CONTAINER), node, vmid);
    }

    /// How it is now.
    public Optional<Presence> presence(Instant now, GuestKind kind, String node, int vmid) {
        try {
            GuestStatus status = guest(kind, node, vmid).status();
            String word = status.qmpstatus().filter("paused"::equals).orElse(status.status());
            return Optional.of(Presence.of(now, word, status.uptime()));
        } catch (ProxmoxException e) {
            LOG.debug("the state of guest {} could not be read: {}", vmid, e.getMessage());
            return Optional.empty();
        }
    }

    /// All that are finished.
    public Optional<List<GuestSnapshot>> snapshots(GuestKind kind, String node, int vmid) {
        try {
            var rows = guest(kind, node, vmid).snapshots();
            // The guest as it is stands in every such list: one without it is no answer to the question.
            return rows.stream().noneMatch(row -> row.isCurrent())
                    ? Optional.empty()
                    : Optional.of(rows.stream()
                            .filter(row -> !row.isCurrent() && !row.isUnfinished())
                            .map(ObservedFacts::snapshot)
                            .toList());
        } catch (ProxmoxException e) {
            LOG.debug("the snapshots of guest {} could not be read: {}", vmid, e.getMessage());
            return Optional.empty();
        }
    }
}
