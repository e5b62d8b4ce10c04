package io.github.proxmoxmcp.demo.api;

import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.route.CheckedCall;
import io.github.proxmoxmcp.demo.route.DemoJson;
import io.github.proxmoxmcp.demo.route.Param;
import io.github.proxmoxmcp.demo.route.Permit;
import io.github.proxmoxmcp.demo.route.Reply;
import io.github.proxmoxmcp.demo.route.Route;
import io.github.proxmoxmcp.demo.world.LoadCurves;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.SimulatedNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/// `…/rrddata`: the past of nodes, guests and storages, from the same gauges that show the present.
final class RrdRoutes {
    /// A span, and how far its points are apart.
    private enum Span {
        HOUR(60, 60),
        DAY(48, 1_800),
        WEEK(56, 10_800),
        MONTH(60, 43_200),
        YEAR(52, 604_800);

        private final int points;
        private final int seconds;

        Span(int points, int seconds) {
            this.points = points;
            this.seconds = seconds;
        }
    }

    private RrdRoutes() {}

    static List<Route> endpoints() {
        return List.of(
                endpoint("/nodes/{node}/rrddata", Permit.on("/nodes/{node}", "Sys.Audit"))
                        .answers(RrdRoutes::node),
                endpoint(GuestRoutes.path(GuestType.QEMU) + "/rrddata", Permit.on("/vms/{vmid}", "VM.Audit"))
                        .answers(call -> guest(call, GuestType.QEMU)),
                endpoint(GuestRoutes.path(GuestType.LXC) + "/rrddata", Permit.on("/vms/{vmid}", "VM.Audit"))
                        .answers(call -> guest(call, GuestType.LXC)),
                endpoint(
                                "/nodes/{node}/storage/{storage}/rrddata",
                                Permit.on("/storage/{storage}", "Datastore.Audit", "Datastore.AllocateSpace"))
                        .answers(RrdRoutes::storage));
    }

    private static Route endpoint(String path, Permit permit) {
        return Route.get(path, "rrddata", "How it was, over a span of time.")
                .permit(permit)
                .takes(
                        Param.choice("timeframe", "The span.", "hour", "day", "week", "month", "year"),
                        Param.choice("cf", "How values are put together.", "AVERAGE", "MAX")
                                .orNone());
    }

    private static Reply rows(CheckedCall call, BiConsumer<Instant, ObjectNode> fill) {
        var span = Span.valueOf(call.required("timeframe").toUpperCase(Locale.ROOT));
        long last = Math.floorDiv(call.world().now().getEpochSecond(), span.seconds) * span.seconds;
        var list = DemoJson.array();
        for (int back = span.points - 1; back >= 0; back--) {
            long time = last - (long) back * span.seconds;
            fill.accept(Instant.ofEpochSecond(time), list.addObject().put("time", time));
        }
        return Reply.of(list);
    }

    private static Reply node(CheckedCall call) {
        var node = call.world().node(call.node()).orElseThrow();
        var guests = call.world().guests().stream()
                .filter(guest -> guest.node().equals(node.name()))
                .toList();
        return rows(call, (at, row) -> {
            if (at.isBefore(node.bootedAt())) {
                return;
            }
            double busy = 0;
            long memory = 2L << 30;
            for (var guest : guests) {
                if (ran(guest, at)) {
                    var reading = LoadCurves.of(guest, node.cores(), at);
                    busy += reading.cpu() * reading.cpus();
                    memory += reading.memory();
                }
            }
            double own = 0.02 + 0.01 * LoadCurves.wave(node.number(), at);
            fill(node, at, row, Math.clamp(own + busy / node.cores(), 0, 1), memory);
        });
    }

    private static void fill(SimulatedNode node, Instant at, ObjectNode row, double cpu, long memory) {
        row.put("cpu", cpu)
                .put("maxcpu", node.cores())
                .put("iowait", cpu / 50)
                .put("loadavg", cpu * node.cores())
                .put("memtotal", node.memory())
                .put("memused", Math.min(memory, node.memory()))
                .put("swaptotal", 0)
                .put("swapused", 0)
                .put("roottotal", node.disk())
                .put("rootused", node.disk() / 4)
                .put("netin", rate(node.number(), 51, at, 4_000_000))
                .put("netout", rate(node.number(), 52, at, 3_000_000));
    }

    private static Reply guest(CheckedCall call, GuestType kind) {
        var guest = call.guest(kind).require(call.world());
        int cores = call.world().node(call.node()).map(SimulatedNode::cores).orElse(1);
        return rows(call, (at, row) -> {
            var reading = LoadCurves.of(guest, cores, at);
            row.put("maxcpu", reading.cpus())
                    .put("maxmem", reading.maxMemory())
                    .put("maxdisk", reading.maxDisk())
                    .put("disk", reading.disk());
            if (ran(guest, at)) {
                int who = guest.vmid();
                row.put("cpu", reading.cpu())
                        .put("mem", reading.memory())
                        .put("memhost", reading.memory())
                        .put("netin", rate(who, 4, at, 90_000))
                        .put("netout", rate(who, 5, at, 60_000))
                        .put("diskread", rate(who, 6, at, 40_000))
                        .put("diskwrite", rate(who, 8, at, 70_000));
            }
        });
    }

    private static Reply storage(CheckedCall call) {
        var storage = StorageRoutes.storage(call);
        if (!storage.on(call.node())) {
            return rows(call, (at, row) -> {});
        }
        long used = call.world().volumes().used(storage, call.node());
        var now = call.world().now();
        return rows(call, (at, row) -> {
            double grown = 1 - Math.min(0.5, Duration.between(at, now).toDays() / 1_000.0);
            row.put("total", storage.total()).put("used", (long) (used * grown));
        });
    }

    /// Whether it has been running since then; what was before its start is forgotten.
    private static boolean ran(SimulatedGuest guest, Instant at) {
        return guest.run().filter(run -> !run.since().isAfter(at)).isPresent();
    }

    /// Bytes per second.
    private static double rate(long who, int what, Instant at, int most) {
        return LoadCurves.fraction(who, what) * most * (1 + 0.5 * LoadCurves.wave(who + what, at));
    }
}
