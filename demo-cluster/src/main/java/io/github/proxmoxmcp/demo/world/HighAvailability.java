package io.github.proxmoxmcp.demo.world;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.model.TaskFailure;
import io.github.proxmoxmcp.demo.model.TaskId;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/// The manager that keeps guests in the state that somebody requested: it acts seconds after it was asked, and two
/// minutes after a node has died it takes the node's guests to other nodes.
public final class HighAvailability {
    private static final Duration REACTION = Duration.ofSeconds(8);
    private static final Duration FENCING = Duration.ofMinutes(2);
    private static final Duration BEFORE_START = Duration.ofSeconds(10);
    private static final String ROOT = "root@pam";
    private static final String LRM = "pve-ha-lrm";

    private final World world;
    private final TreeMap<String, Resource> resources = new TreeMap<>();
    private final TreeMap<String, Resource> leaving = new TreeMap<>();

    /// A guest under management.
    ///
    /// @param sid such as `vm:101` or `ct:200`
    /// @param requested `started`, `stopped`, `disabled` or `ignored`
    public record Resource(
            String sid,
            String requested,
            Optional<String> comment,
            int maxRestart,
            int maxRelocate,
            boolean failback,
            Service service) {

        public int vmid() {
            return Integer.parseInt(sid.substring(sid.indexOf(':') + 1));
        }

        /// `vm` or `ct`.
        public String type() {
            return sid.substring(0, sid.indexOf(':'));
        }

        Resource requested(String state) {
            return new Resource(sid, state, comment, maxRestart, maxRelocate, failback, service);
        }

        Resource with(Service now) {
            return new Resource(sid, requested, comment, maxRestart, maxRelocate, failback, now);
        }
    }

    /// What the manager makes of a request, seconds after it.
    ///
    /// @param state `started`, `request_stop`, `stopped`, `migrate` or `error`; absent: it has not looked at it yet
    /// @param failed how often the guest did not start on its node
    /// @param relocated how often it was moved because it did not
    /// @param hard whether it is to be stopped without a shutdown
    public record Service(Optional<String> state, int failed, int relocated, boolean hard) {

        public static final Service NEW = new Service(Optional.empty(), 0, 0, false);

        Service in(String other) {
            return new Service(Optional.of(other), failed, relocated, hard);
        }
    }

    HighAvailability(World world) {
        this.world = world;
    }

    public Collection<Resource> resources() {
        return Collections.unmodifiableCollection(resources.values());
    }

    public Optional<Resource> find(String sid) {
        return Optional.ofNullable(resources.get(sid));
    }

    public Optional<Resource> of(SimulatedGuest guest) {
        return find(sid(guest));
    }

    public boolean manages(SimulatedGuest guest) {
        return of(guest)
                .filter(resource -> !resource.requested().equals("ignored"))
                .isPresent();
    }

    /// The node of the acting manager.
    public Optional<SimulatedNode> master() {
        return world.nodes().stream().filter(SimulatedNode::up).findFirst();
    }

    public void create(Resource resource) {
        if (find(resource.sid()).isPresent()) {
            throw new TaskFailure("create resource failed: resource ID '" + resource.sid() + "' already defined");
        }
        if (guest(resource).isEmpty()) {
            throw new TaskFailure(
                    "create resource failed: resource '" + resource.vmid() + "' does not exist in cluster");
        }
        put(resource, false);
    }

    public void update(Resource resource) {
        if (find(resource.sid()).isEmpty()) {
            throw new TaskFailure("update resource failed: no such resource '" + resource.sid() + "'");
        }
        put(resource, false);
    }

    public void delete(String sid) {
        var resource = Optional.ofNullable(resources.remove(sid))
                .orElseThrow(() -> new TaskFailure(
                        "delete resource failed: cannot delete service '" + sid + "', not HA managed!"));
        if (resource.service().state().isPresent()) {
            leaving.put(sid, resource);
            world.after(REACTION, () -> leaving.remove(sid));
        }
    }

    /// Resources that were taken out, as long as the manager still knows them.
    public Collection<Resource> leaving() {
        return leaving.values().stream()
                .filter(resource -> !resources.containsKey(resource.sid()))
                .toList();
    }

    /// What the list of all resources shows of a guest: what the manager makes of it, at first what it is asked for.
    public Optional<String> shown(SimulatedGuest guest) {
        return of(guest)
                .or(() -> Optional.ofNullable(leaving.get(sid(guest))))
                .map(resource -> resource.service().state().orElse(resource.requested()));
    }

    /// Asks for a start, a stop or a shutdown: a task that is always OK; the real one follows.
    public TaskId request(SimulatedGuest guest, String action, String user) {
        boolean starts = action.equals("start");
        var words = starts ? "HA start" : "HA stop";
        var upid = announce(
                guest, "ha" + (starts ? "start" : "stop"), user, "Requesting " + words + " for " + guest.label());
        of(guest).ifPresent(resource -> put(resource.requested(starts ? "started" : "stopped"), action.equals("stop")));
        return upid;
    }

    /// Asks for a move, as `request`.
    public TaskId migrate(SimulatedGuest guest, String target, String user) {
        var upid = announce(
                guest, "hamigrate", user, "Requesting HA migration for " + guest.label() + " to node " + target);
        world.after(REACTION, () -> move(guest, target));
        return upid;
    }

    void forget(SimulatedGuest guest) {
        resources.remove(sid(guest));
    }

    /// Looks after a dead node's guests when it had time to be fenced.
    void nodeLost(SimulatedNode node) {
        world.after(FENCING, () -> {
            if (!node.up() && world.quorate()) {
                for (var resource : List.copyOf(resources.values())) {
                    guest(resource)
                            .filter(guest -> guest.node().equals(node.name()))
                            .filter(guest -> resource.requested().equals("started"))
                            .ifPresent(this::recover);
                }
            }
        });
    }

    void nodeBooted(SimulatedNode node) {
        for (var resource : resources.values()) {
            guest(resource)
                    .filter(guest -> guest.node().equals(node.name()))
                    .ifPresent(guest -> world.after(REACTION, () -> act(resource.sid())));
        }
    }

    private void recover(SimulatedGuest guest) {
        world.nodes().stream().filter(SimulatedNode::up).findFirst().ifPresent(target -> {
            guest.setRun(Optional.empty());
            guest.config().delete("lock");
            guest.moveTo(target.name());
            world.after(BEFORE_START, () -> act(sid(guest)));
        });
    }

    private TaskId announce(SimulatedGuest guest, String type, String user, String line) {
        return world.tasks().start(guest.node(), type, Integer.toString(guest.vmid()), user, task -> task.log(line));
    }

    /// A new request gives a guest all its attempts again.
    private void put(Resource resource, boolean hard) {
        var service = resource.service();
        boolean clears = service.state().filter("error"::equals).isPresent()
                && !resource.requested().equals("disabled");
        resources.put(resource.sid(), clears ? resource : resource.with(new Service(service.state(), 0, 0, hard)));
        world.after(REACTION, () -> act(resource.sid()));
    }

    /// Starts or stops a guest that is not as it should be.
    private void act(String sid) {
        var found = find(sid)
                .filter(resource -> !resource.service().state().equals(Optional.of("error"))
                        || resource.requested().equals("disabled"));
        var guest = found.flatMap(this::guest);
        if (guest.isEmpty() || !world.existing(guest.get().node()).up()) {
            return;
        }
        switch (found.get().requested()) {
            case "started" -> start(found.get(), guest.get());
            case "stopped", "disabled" -> stop(found.get(), guest.get());
            default -> {}
        }
    }

    private void start(Resource resource, SimulatedGuest guest) {
        become(resource, "started");
        if (!guest.running()) {
            follow(() -> world.power().start(GuestAddress.of(guest), ROOT), () -> judge(resource.sid()));
        }
    }

    private void stop(Resource resource, SimulatedGuest guest) {
        var ref = GuestAddress.of(guest);
        if (!guest.running()) {
            become(resource, "stopped");
            return;
        }
        become(resource, "request_stop");
        follow(
                () -> resource.service().hard()
                        ? world.power().stop(ref, ROOT, false)
                        : world.power().shutdown(ref, ROOT, OptionalInt.empty(), true),
                () -> world.after(BEFORE_START, () -> act(resource.sid())));
    }

    /// One more attempt on its node; then on another one; then it is given up.
    private void judge(String sid) {
        var found = find(sid).filter(resource -> resource.requested().equals("started"));
        var guest = found.flatMap(this::guest);
        if (guest.isEmpty()) {
            return;
        }
        var resource = found.get();
        var service = resource.service();
        int failed = guest.get().running() ? 0 : service.failed() + 1;
        resources.put(sid, resource.with(new Service(service.state(), failed, service.relocated(), false)));
        if (failed == 0) {
            return;
        }
        var other = world.nodes().stream()
                .filter(node -> node.up() && !node.name().equals(guest.get().node()))
                .findFirst();
        if (failed <= resource.maxRestart()) {
            world.after(BEFORE_START, () -> act(sid));
        } else if (service.relocated() < resource.maxRelocate() && other.isPresent()) {
            world.after(REACTION, () -> relocate(sid, other.get().name()));
        } else {
            world.after(REACTION, () -> find(sid).ifPresent(late -> become(late, "error")));
        }
    }

    private void relocate(String sid, String target) {
        find(sid)
                .ifPresent(resource -> guest(resource).ifPresent(guest -> {
                    var service = resource.service();
                    resources.put(
                            sid, resource.with(new Service(Optional.of("migrate"), 0, service.relocated() + 1, false)));
                    follow(() -> move(guest, target), () -> world.after(BEFORE_START, () -> act(sid)));
                }));
    }

    private TaskId move(SimulatedGuest guest, String target) {
        return world.tasks()
                .by(
                        LRM,
                        () -> world.migration()
                                .now(new Migration.Plan(
                                        GuestAddress.of(guest), target, ROOT, true, false, Optional.empty())));
    }

    private void follow(Supplier<TaskId> start, Runnable ended) {
        var upid = world.tasks().by(LRM, start);
        world.tasks().find(upid).ifPresent(task -> task.whenEnded(ended));
    }

    private void become(Resource resource, String state) {
        resources.computeIfPresent(
                resource.sid(), (sid, now) -> now.with(now.service().in(state)));
    }

    private Optional<SimulatedGuest> guest(Resource resource) {
        return world.guest(resource.vmid()).filter(guest -> sid(guest).equals(resource.sid()));
    }

    /// The name under which a guest is managed.
    static String sid(SimulatedGuest guest) {
        return (guest.kind() == GuestType.QEMU ? "vm:" : "ct:") + guest.vmid();
    }
}
