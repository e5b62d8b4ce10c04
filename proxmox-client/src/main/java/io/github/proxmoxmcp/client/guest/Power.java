package io.github.proxmoxmcp.client.guest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/// The parameters of power actions that virtual machines and containers share.
public final class Power {

    private Power() {}

    /// An orderly shutdown.
    ///
    /// @param forceStop stop hard when the time is over
    public record Shutdown(Optional<Boolean> forceStop, Optional<Duration> timeout) {

        /// With Proxmox's own time limit, and not by force.
        public static final Shutdown ORDERLY = new Shutdown(Optional.empty(), Optional.empty());
    }

    /// A hard stop.
    ///
    /// @param overruleShutdown abort a shutdown that is under way
    public record Stop(@JsonProperty("overrule-shutdown") Optional<Boolean> overruleShutdown) {

        /// Without aborting a shutdown.
        public static final Stop PLAIN = new Stop(Optional.empty());
    }

    /// Shutdown and start; pending changes come into force.
    public record Reboot(Optional<Duration> timeout) {

        /// With Proxmox's own time limit.
        public static final Reboot PLAIN = new Reboot(Optional.empty());
    }
}
