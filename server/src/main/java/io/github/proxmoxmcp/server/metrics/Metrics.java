package io.github.proxmoxmcp.server.metrics;

import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.guard.WriteCounters;
import io.github.proxmoxmcp.server.notify.NotifyCounters;
import io.github.proxmoxmcp.server.tool.CallObserver;
import io.github.proxmoxmcp.server.tool.Printable;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Figures for Prometheus. No name, argument or credential of anybody is among them.
public final class Metrics implements CallObserver {

    /// Of what [#scrape] gives.
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final InstantSource clock;
    private final List<Runnable> kept = new CopyOnWriteArrayList<>();

    public Metrics(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void called(String tool, boolean failed, Duration duration) {
        Timer.builder("proxmox_mcp.tool.calls")
                .description("Calls of tools, and how long they took")
                .tag("tool", tool)
                .tag("outcome", failed ? "error" : "ok")
                .publishPercentileHistogram(false)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2))
                .register(registry)
                .record(duration);
    }

    /// A request was answered.
    ///
    /// @param path one of ours, never what a stranger wrote
    public void answered(String path, int status) {
        Counter.builder("proxmox_mcp.http.requests")
                .description("Requests that were answered")
                .tag("path", path)
                .tag("status", Integer.toString(status))
                .register(registry)
                .increment();
    }

    /// A request was refused at the door.
    public void refused(String why) {
        Counter.builder("proxmox_mcp.http.refused")
                .description("Requests that were refused at the door")
                .tag("reason", why)
                .register(registry)
                .increment();
    }

    /// Watches how many sessions there are.
    public void sessions(IntSupplier count) {
        Gauge.builder("proxmox_mcp.sessions", count, IntSupplier::getAsInt)
                .description("Sessions over HTTP")
                .strongReference(true)
                .register(registry);
    }

    /// Watches what becomes of writes.
    public void writes(WriteCounters tally) {
        counts("proxmox_mcp.writes", "Writes by what became of them, as in the audit", "outcome", "", tally::outcomes);
        counts("proxmox_mcp.approvals", "Writes that were begun, by who approved them", "by", "", tally::approvals);
    }

    /// Watches what people are told unasked.
    public void told(NotifyCounters told) {
        counts("proxmox_mcp.notifications", "Messages that a target of 'notify' took", "target", "", told::sent);
        counts(
                "proxmox_mcp.notifications.failed",
                "Tries to send a message to a target of 'notify' that failed",
                "target",
                "",
                told::failed);
    }

    /// Watches how well the memory follows each cluster, and what is asked of it; read anew at each scrape.
    public void follow(Backend backend) {
        for (Cluster cluster : backend.clusters()) {
            counts(
                    "proxmox_mcp.cluster.calls",
                    "Calls of the cluster's API by HTTP status; none: no answer came",
                    "status",
                    cluster.name(),
                    cluster.api()::answered);
            counts(
                    "proxmox_mcp.sync.failures",
                    "Looks at the cluster by this process that failed, by kind of failure",
                    "kind",
                    cluster.name(),
                    () -> new TreeMap<>(cluster.sync().health().failures()));
            counts(
                    "proxmox_mcp.sync.cycles",
                    "Looks at the cluster by this process",
                    "",
                    cluster.name(),
                    () -> new TreeMap<>(Map.of("", cluster.sync().health().cycles())));
            Gauge.builder(
                            "proxmox_mcp.sync.leading",
                            cluster,
                            one -> one.sync().health().holder() ? 1 : 0)
                    .description("1 where this process is the one that follows the cluster")
                    .tag("cluster", cluster.name())
                    .strongReference(true)
                    .register(registry);
            watch(
                    backend,
                    cluster,
                    "proxmox_mcp.sync.age",
                    "Seconds since the cluster was last read",
                    state -> state.asOf()
                            .map(asOf -> Duration.between(asOf, clock.instant()).toMillis() / 1000.0)
                            .orElse(Double.NaN));
            watch(
                    backend,
                    cluster,
                    "proxmox_mcp.sync.failing",
                    "1 while the cluster cannot be read",
                    state -> state.error().isPresent() ? 1 : 0);
            watch(
                    backend,
                    cluster,
                    "proxmox_mcp.sync.incomplete",
                    "What could not be read in the last cycle",
                    state -> state.incomplete().size());
        }
    }

    private void watch(
            Backend backend, Cluster cluster, String name, String description, ToDoubleFunction<SyncState> figure) {
        Gauge.builder(
                        name,
                        backend,
                        here -> here.store()
                                .clusters()
                                .sync(cluster.name())
                                .map(figure::applyAsDouble)
                                .orElse(Double.NaN))
                .description(description)
                .tag("cluster", cluster.name())
                .strongReference(true)
                .register(registry);
    }

    /// Counts that others keep, under a label whose values are not known before; read anew at each scrape.
    ///
    /// @param label empty: there is but one, whose value is the empty text
    /// @param cluster empty: they are of no cluster in particular
    private void counts(
            String name, String description, String label, String cluster, Supplier<SortedMap<String, Long>> counts) {
        kept.add(() -> counts.get().keySet().forEach(value -> {
            FunctionCounter.Builder<?> counter = FunctionCounter.builder(
                            name, counts, all -> all.get().getOrDefault(value, 0L))
                    .description(description);
            if (!label.isEmpty()) {
                counter.tag(label, Printable.line(value));
            }
            if (!cluster.isEmpty()) {
                counter.tag("cluster", Printable.line(cluster));
            }
            counter.register(registry);
        }));
    }

    /// Watches the size of the memory in bytes; NaN where it cannot be told.
    public void storeSize(DoubleSupplier bytes) {
        Gauge.builder("proxmox_mcp.store.size", bytes, DoubleSupplier::getAsDouble)
                .description("Size of the memory")
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /// All figures in Prometheus' text form.
    public String scrape() {
        kept.forEach(Runnable::run);
        return registry.scrape();
    }
}
