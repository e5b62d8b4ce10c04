package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import java.time.Instant;
import java.util.Optional;

/// A virtual machine or container of the simulated cluster.
public final class SimulatedGuest {
    private final int vmid;
    private final GuestType kind;
    private final SimulatedConfig config;
    private String node;
    private Optional<Run> run = Optional.empty();
    private Optional<SimulatedTask> holder = Optional.empty();
    private Optional<String> pool = Optional.empty();

    /// One run of a guest, from its start to its stop.
    ///
    /// @param since when it was started
    /// @param pid the process on its node
    public record Run(Instant since, int pid, boolean paused) {
        Run paused(boolean now) {
            return new Run(since, pid, now);
        }
    }

    SimulatedGuest(int vmid, GuestType kind, String node) {
        this.vmid = vmid;
        this.kind = kind;
        this.node = node;
        this.config = new SimulatedConfig();
    }

    public int vmid() {
        return vmid;
    }

    public GuestType kind() {
        return kind;
    }

    public String node() {
        return node;
    }

    public SimulatedConfig config() {
        return config;
    }

    /// Its name, or the one that Proxmox shows for a guest without a name.
    public String name() {
        return config.option(kind.nameOption()).orElseGet(this::label);
    }

    /// `VM 100` or `CT 200`, as it stands in messages.
    public String label() {
        return kind.noun() + " " + vmid;
    }

    public Optional<Run> run() {
        return run;
    }

    public boolean running() {
        return run.isPresent();
    }

    public boolean paused() {
        return run.filter(Run::paused).isPresent();
    }

    public boolean template() {
        return config.option("template").equals(Optional.of("1"));
    }

    public Optional<String> pool() {
        return pool;
    }

    /// The task that holds the configuration lock at the moment.
    public Optional<SimulatedTask> holder() {
        return holder;
    }

    /// True for a virtual machine whose configuration turns the guest agent on.
    public boolean hasAgent() {
        return config.option("agent")
                .filter(value -> value.startsWith("1") || value.contains("enabled=1"))
                .isPresent();
    }

    /// The address that it has in its network while it runs.
    public String address() {
        return SampleGuests.address(vmid);
    }

    void moveTo(String newNode) {
        node = newNode;
    }

    void setRun(Optional<Run> newRun) {
        run = newRun;
    }

    void setHolder(Optional<SimulatedTask> task) {
        holder = task;
    }

    void setPool(Optional<String> newPool) {
        pool = newPool;
    }
}
