package io.github.proxmoxmcp.demo.world;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The manager that keeps guests in the state that somebody requested: it acts seconds after it was asked, and two
/// minutes after a node has died it takes the node's guests to other nodes.
public final class HighAvailability {
    private static final Duration REACTION = Duration.ofSeconds(8);
    private static final Duration FENCING = Duration.ofMinutes(2);
    private static final Duration BEFORE_START = Duration.ofSeconds(10);
    private static final String ROOT = "root@pam";

    private final World world;
    private final TreeMap<String, Resource> resources = new TreeMap<>();

    /// A guest under management.
    ///
    /// @param sid such as `vm:101` or `ct:200`
    /// @param requested `started`, `stopped`, `disabled` or `ignored`
    /// @param failed how often it did not start since it was asked to
    public record Resource(
            String sid,
            String requested,
            Optional<String> comment,
            int maxRestart,
            int maxRelocate,
            boolean failback,
            int failed) {

        public int vmid() {
            return Integer.parseInt(sid.substring(sid.indexOf(':') + 1));
        }

        /// `vm` or `ct`.
        public String type() {
            return sid.substring(0, sid.indexOf(':'));
        }

        /// What the manager makes of it.
        public String state() {
            return failed > maxRestart ? "error" : requested;
        }

        Resource requested(String state) {
            return new Resource(sid, state, comment, maxRestart, maxRelocate, failback, 0);
        }

        Resource failed(int times) {
            return new Resource(sid, requested, comment, maxRestart, maxRelocate, failback, times);
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

    public Optional<Resource> of(Guest guest) {
        return find(sid(guest));
    }

    public boolean manages(Guest guest) {
        return of(guest)
                .filter(resource -> !resource.requested().equals("ignored"))
                .isPresent();
    }

    /// The node of the acting manager.
    public Optional<Node> master() {
        return world.nodes().stream().filter(Node::up).findFirst();
    }

    public void create(Resource resource) {
        if (find(resource.sid()).isPresent()) {
            throw new TaskFailure("create resource failed: resource ID '" + resource.sid() + "' already defined");
        }
        if (guest(resource).isEmpty()) {
            throw new TaskFailure(
                    "create resource failed: resource '" + resource.vmid() + "' does not exist in cluster");
        }
        put(resource);
    }

    public void update(Resource resource) {
        if (find(resource.sid()).isEmpty()) {
            throw new TaskFailure("update resource failed: no such resource '" + resource.sid() + "'");
        }
        put(resource);
    }

    public void delete(String sid) {
        if (Optional.ofNullable(resources.remove(sid)).isEmpty()) {
            throw new TaskFailure("delete resource failed: cannot delete service '" + sid + "', not HA managed!");
        }
    }

    /// Asks for a start, a stop or a shutdown: a task that is always OK; the real one follows.
    public Upid request(Guest guest, String action, String user) {
        var words = action.equals("start") ? "HA start" : "HA stop";
        var upid = announce(guest, "ha" + action, user, "Requesting " + words + " for " + guest.label());
        of(guest).ifPresent(resource -> put(resource.requested(action.equals("start") ? "started" : "stopped")));
        return upid;
    }

    /// Asks for a move, as `request`.
    public Upid migrate(Guest guest, String target, String user) {
        var upid = announce(
                guest, "hamigrate", user, "Requesting HA migration for " + guest.label() + " to node " + target);
        world.after(
                REACTION,
                () -> world.migration()
                        .now(new Migration.Plan(GuestRef.of(guest), target, ROOT, true, false, Optional.empty())));
        return upid;
    }

    void forget(Guest guest) {
        resources.remove(sid(guest));
    }

    /// Looks after a dead node's guests when it had time to be fenced.
    void nodeLost(Node node) {
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

    void nodeBooted(Node node) {
        for (var resource : resources.values()) {
            guest(resource)
                    .filter(guest -> guest.node().equals(node.name()))
                    .ifPresent(guest -> world.after(REACTION, () -> act(resource.sid())));
        }
    }

    private void recover(Guest guest) {
        world.nodes().stream().filter(Node::up).findFirst().ifPresent(target -> {
            guest.setRun(Optional.empty());
            guest.config().delete("lock");
            guest.moveTo(target.name());
            world.after(BEFORE_START, () -> act(sid(guest)));
        });
    }

    private Upid announce(Guest guest, String type, String user, String line) {
        return world.tasks().start(guest.node(), type, Integer.toString(guest.vmid()), user, task -> task.log(line));
    }

    private void put(Resource resource) {
        resources.put(resource.sid(), resource);
        world.after(REACTION, () -> act(resource.sid()));
    }

    /// Starts or stops a guest that is not as it should be.
    private void act(String sid) {
        var found = find(sid).filter(resource -> !resource.state().equals("error"));
        var guest = found.flatMap(this::guest);
        if (guest.isEmpty() || !world.existing(guest.get().node()).up()) {
            return;
        }
        var ref = GuestRef.of(guest.get());
        var requested = found.get().requested();
        if (requested.equals("started") && !guest.get().running()) {
            var upid = world.power().start(ref, ROOT);
            world.tasks().find(upid).ifPresent(task -> task.whenEnded(() -> judge(sid)));
        } else if ((requested.equals("stopped") || requested.equals("disabled"))
                && guest.get().running()) {
            world.power().stop(ref, ROOT, false);
        }
    }

    private void judge(String sid) {
        find(sid).ifPresent(resource -> {
            boolean runs = guest(resource).filter(Guest::running).isPresent();
            resources.put(sid, resource.failed(runs ? 0 : resource.failed() + 1));
            if (!runs) {
                world.after(BEFORE_START, () -> act(sid));
            }
        });
    }

    private Optional<Guest> guest(Resource resource) {
        return world.guest(resource.vmid()).filter(guest -> sid(guest).equals(resource.sid()));
    }

    /// The name under which a guest is managed.
    static String sid(Guest guest) {
        return (guest.kind() == GuestKind.QEMU ? "vm:" : "ct:") + guest.vmid();
    }
}
