package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.ConfiguredStorage;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.ResourceView;
import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.NodeView;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import io.github.proxmoxmcp.demo.world.StatusBroadcast;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The rows of `/cluster/resources`, which pools show of their members too.
final class ResourceRows {
    private final CheckedCall call;
    private final ResourceView view;

    ResourceRows(CheckedCall call) {
        this.call = call;
        this.view = new ResourceView(call);
    }

    ResourceView view() {
        return view;
    }

    boolean sees(SimulatedGuest guest) {
        return call.may("/vms/" + guest.vmid(), "VM.Audit");
    }

    /// Whether `/cluster/resources` shows it.
    boolean sees(ConfiguredStorage storage) {
        return call.may("/storage/" + storage.id(), "Datastore.Audit");
    }

    /// Whether `/storage` and the lists of nodes show it, which take another privilege too.
    boolean lists(ConfiguredStorage storage) {
        return call.may("/storage/" + storage.id(), "Datastore.Audit", "Datastore.AllocateSpace");
    }

    boolean seesPool(String pool) {
        return call.may("/pool/" + pool, "Pool.Audit");
    }

    /// A guest; one whose node is lost has only what stands in the replicated configuration.
    ObjectNode guest(SimulatedGuest guest) {
        var row = DemoJson.object()
                .put("id", guest.kind().path() + "/" + guest.vmid())
                .put("type", guest.kind().path())
                .put("vmid", guest.vmid())
                .put("node", guest.node());
        guest.pool().filter(this::seesPool).ifPresent(pool -> row.put("pool", pool));
        guest.config().option("tags").filter(tags -> !tags.isEmpty()).ifPresent(tags -> row.put("tags", tags));
        guest.config().option("lock").ifPresent(lock -> row.put("lock", lock));
        call.world().highAvailability().shown(guest).ifPresent(state -> row.put("hastate", state));
        view.reading(guest)
                .flatMap(reading -> view.sight(guest.node()) instanceof NodeView.Live
                        ? view.world().broadcasts().of(guest, reading)
                        : Optional.of(new StatusBroadcast.Word(guest.name(), guest.template(), reading)))
                .ifPresentOrElse(word -> told(word, row), () -> row.put("status", "unknown"));
        return row;
    }

    private static void told(StatusBroadcast.Word word, ObjectNode row) {
        var reading = word.reading();
        row.put("status", reading.status())
                .put("name", word.name())
                .put("template", word.template() ? 1 : 0)
                .put("cpu", reading.cpu())
                .put("maxcpu", reading.cpus())
                .put("mem", reading.memory())
                .put("memhost", reading.memory())
                .put("maxmem", reading.maxMemory())
                .put("disk", reading.disk())
                .put("maxdisk", reading.maxDisk())
                .put("uptime", reading.uptime())
                .put("netin", reading.netIn())
                .put("netout", reading.netOut())
                .put("diskread", reading.diskRead())
                .put("diskwrite", reading.diskWrite());
    }

    /// A node; whoever may not audit it sees that it is there, and no numbers.
    ObjectNode node(SimulatedNode node) {
        var row = bareNode(node).put("cgroup-mode", 2).put("hastate", view.online(node) ? "online" : "unknown");
        if (call.may("/nodes/" + node.name(), "Sys.Audit")) {
            numbers(node, row);
        }
        return row;
    }

    ObjectNode bareNode(SimulatedNode node) {
        var row = DemoJson.object()
                .put("id", "node/" + node.name())
                .put("type", "node")
                .put("node", node.name())
                .put("status", view.status(node));
        if (!(view.sight(node.name()) instanceof NodeView.Lost)) {
            row.put("level", "");
        }
        return row;
    }

    /// An offline node keeps its sizes as long as it is remembered.
    void numbers(SimulatedNode node, ObjectNode row) {
        view.reading(node).ifPresent(reading -> {
            row.put("maxcpu", node.cores()).put("maxmem", node.memory()).put("maxdisk", node.disk());
            if (view.online(node)) {
                row.put("cpu", reading.cpu())
                        .put("mem", reading.memory())
                        .put("disk", node.disk() / 4)
                        .put("uptime", reading.uptime());
            }
        });
    }

    ObjectNode storage(ConfiguredStorage storage, SimulatedNode node) {
        var row = DemoJson.object()
                .put("id", "storage/" + node.name() + "/" + storage.id())
                .put("type", "storage")
                .put("storage", storage.id())
                .put("node", node.name())
                .put("plugintype", storage.type())
                .put("shared", storage.shared() ? 1 : 0)
                .put("content", String.join(",", storage.content()));
        if (view.sight(node.name()) instanceof NodeView.Lost) {
            return row.put("status", "unknown");
        }
        return row.put("status", "available")
                .put("disk", view.world().volumes().used(storage, node.name()))
                .put("maxdisk", storage.total());
    }

    ObjectNode network(SimulatedNode node) {
        return DemoJson.object()
                .put("id", "network/" + node.name() + "/zone/localnetwork")
                .put("type", "network")
                .put("network", "localnetwork")
                .put("network-type", "zone")
                .put("node", node.name())
                .put("status", view.online(node) ? "ok" : "unknown");
    }

    /// A pool, with the sums of its running members.
    ObjectNode pool(String pool) {
        var row =
                DemoJson.object().put("id", "/pool/" + pool).put("type", "pool").put("pool", pool);
        double busy = 0;
        long cpus = 0;
        long memory = 0;
        long maxMemory = 0;
        long uptime = 0;
        for (var guest : view.world().guests()) {
            var reading = guest.pool().equals(Optional.of(pool))
                    ? view.reading(guest).filter(found -> found.status().equals("running"))
                    : Optional.<LoadCurves.Reading>empty();
            if (reading.isPresent()) {
                busy += reading.get().cpu() * reading.get().cpus();
                cpus += reading.get().cpus();
                memory += reading.get().memory();
                maxMemory += reading.get().maxMemory();
                uptime = Math.max(uptime, reading.get().uptime());
            }
        }
        if (cpus > 0) {
            row.put("cpu", busy / cpus)
                    .put("maxcpu", cpus)
                    .put("mem", memory)
                    .put("maxmem", maxMemory)
                    .put("uptime", uptime);
        }
        return row;
    }
}
