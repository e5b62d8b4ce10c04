package io.github.proxmoxmcp.client.qemu;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.guest.ConfigQuery;
import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.client.guest.GuestSnapshot;
import io.github.proxmoxmcp.client.guest.HaState;
import io.github.proxmoxmcp.client.guest.PendingOption;
import io.github.proxmoxmcp.client.guest.Power;
import io.github.proxmoxmcp.client.guest.Tags;
import io.github.proxmoxmcp.client.value.Upid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Virtual machines of one node: `/nodes/{node}/qemu`.
public interface QemuApi {

    @Endpoint("GET /nodes/{node}/qemu")
    List<QemuSummary> list(String node);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/status/current")
    QemuStatus status(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/config")
    GuestConfig config(String node, int vmid, ConfigQuery query);

    /// Changes options at once; what a running machine cannot take over is pending until its next start.
    @Endpoint("PUT /nodes/{node}/qemu/{vmid}/config")
    void putConfig(String node, int vmid, ConfigChange change);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/pending")
    List<PendingOption> pending(String node, int vmid);

    @Endpoint("GET /nodes/{node}/qemu/{vmid}/snapshot")
    List<GuestSnapshot> snapshots(String node, int vmid);

    /// The addresses that the guest agent sees; fails where no agent runs.
    @Endpoint("GET /nodes/{node}/qemu/{vmid}/agent/network-get-interfaces")
    AgentInterfaces agentInterfaces(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/start")
    Upid start(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/stop")
    Upid stop(String node, int vmid, Power.Stop request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/shutdown")
    Upid shutdown(String node, int vmid, Power.Shutdown request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/reboot")
    Upid reboot(String node, int vmid, Power.Reboot request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/reset")
    Upid reset(String node, int vmid);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/suspend")
    Upid suspend(String node, int vmid, Suspend request);

    @Endpoint("POST /nodes/{node}/qemu/{vmid}/status/resume")
    Upid resume(String node, int vmid);

    /// Pause, or with `todisk` hibernate.
    record Suspend(Optional<Boolean> todisk) {

        /// Stays in memory.
        public static final Suspend PAUSE = new Suspend(Optional.empty());
    }

    /// A machine in the list; sizes in bytes, `cpu` the used share of `cpus`.
    record QemuSummary(
            int vmid,
            String status,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> lock,
            Optional<String> qmpstatus,
            Optional<Double> cpu,
            Optional<Double> cpus,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> maxdisk,
            Optional<Duration> uptime) {
        /// An empty lock is none: older containers have one in their status.
        public QemuSummary {
            lock = lock.filter(text -> !text.isBlank());
        }
    }

    /// A machine as it runs.
    ///
    /// @param status `running` or `stopped`: a paused one is running, and `qmpstatus` says so
    /// @param agent whether an agent is configured, not whether it answers
    record QemuStatus(
            int vmid,
            String status,
            Optional<String> qmpstatus,
            Optional<String> name,
            Optional<Boolean> template,
            Optional<Tags> tags,
            Optional<String> lock,
            Optional<HaState> ha,
            Optional<Boolean> agent,
            Optional<Double> cpu,
            Optional<Double> cpus,
            Optional<Long> mem,
            Optional<Long> maxmem,
            Optional<Long> memhost,
            Optional<Long> maxdisk,
            Optional<Long> netin,
            Optional<Long> netout,
            Optional<Duration> uptime,
            Optional<Integer> pid,
            @JsonProperty("running-machine") Optional<String> runningMachine,
            @JsonProperty("running-qemu") Optional<String> runningQemu) {
        /// An empty lock is none: older containers have one in their status.
        public QemuStatus {
            lock = lock.filter(text -> !text.isBlank());
        }
    }

    /// What the guest agent answers.
    record AgentInterfaces(List<AgentInterface> result) {}

    /// A network interface inside the guest.
    record AgentInterface(
            String name,
            @JsonProperty("hardware-address") Optional<String> hardwareAddress,
            @JsonProperty("ip-addresses") Optional<List<AgentAddress>> ipAddresses) {}

    /// An address of it.
    record AgentAddress(
            @JsonProperty("ip-address") String address,
            @JsonProperty("ip-address-type") Optional<String> type,
            Optional<Integer> prefix) {}
}
