package io.github.proxmoxmcp.server.notify;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.SyncState;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.persistence.notice.Delivery;
import io.github.proxmoxmcp.persistence.notice.Notice;
import io.github.proxmoxmcp.persistence.notice.NoticeKey;
import io.github.proxmoxmcp.server.audit.Anchor;
import io.github.proxmoxmcp.server.cluster.Backend;
import io.github.proxmoxmcp.server.cluster.Cluster;
import io.github.proxmoxmcp.server.concurrent.Parallel;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import io.github.proxmoxmcp.server.config.NotifySettings;
import io.github.proxmoxmcp.server.config.NotifySettings.Target;
import io.github.proxmoxmcp.server.config.NotifySettings.Topic;
import io.github.proxmoxmcp.server.config.PolicySettings;
import io.github.proxmoxmcp.server.notify.Messenger.Arrival;
import io.github.proxmoxmcp.server.notify.Messenger.Outcome;
import io.github.proxmoxmcp.server.notify.message.Message;
import io.github.proxmoxmcp.server.notify.message.Message.Line;
import io.github.proxmoxmcp.server.notify.message.NoticeBody;
import io.github.proxmoxmcp.server.problems.Problem.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells people unasked what happens: looks at the memory after each cycle, keeps in the store what is open and what
/// each target was told, and sends the difference. One of the processes on the store does it.
public final class Notifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final String LEASE = "notify";

    /// Longer than any message is waited for.
    private static final Duration LEASE_LENGTH = Duration.ofSeconds(30);

    private static final Duration LEASE_RENEWAL = Duration.ofSeconds(8);

    /// Certificates run out, plans expire and backups grow old without a cycle that finds something.
    private static final Duration LOOK_AT_LEAST = Duration.ofSeconds(30);

    private static final Duration MAX_WAIT_AT_THE_END = Duration.ofSeconds(3);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
    private static final Duration LAST_RETRY = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 10;

    private final Backend backend;
    private final NotifySettings settings;
    private final PolicySettings policy;
    private final InstantSource clock;
    private final String holder;
    private final NotifyCounters counters;
    private final Messenger messenger;
    private final RepeatingTask task;

    private final ReentrantLock turning = new ReentrantLock();

    /// Guarded by the lock.
    private boolean closing;

    private Instant renewAt = Instant.MIN;

    private boolean leading;
    private Instant lookedAt = Instant.MIN;
    private Map<String, Optional<SyncState>> looked = Map.of();

    /// @param clock what all processes on the store go by
    /// @param holder names this process in the election of the one that tells
    public Notifier(
            Backend backend,
            NotifySettings settings,
            PolicySettings policy,
            InstantSource clock,
            String holder,
            NotifyCounters counters) {
        this(backend, settings, policy, clock, holder, counters, Messenger.in(settings.zone()));
    }

    Notifier(
            Backend backend,
            NotifySettings settings,
            PolicySettings policy,
            InstantSource clock,
            String holder,
            NotifyCounters counters,
            Messenger messenger) {
        this.backend = backend;
        this.settings = settings;
        this.policy = policy;
        this.clock = clock;
        this.holder = holder;
        this.counters = counters;
        this.messenger = messenger;
        this.task = new RepeatingTask("notify", BETWEEN, BETWEEN, this::turnOrWarn);
    }

    /// Begins.
    public void start() {
        task.start();
    }

    private void turnOrWarn() {
        try {
            turn();
        } catch (RuntimeException e) {
            // The outer edge: the store may be locked or away for a while; what is to be told stays so.
            LOG.warn("nobody could be told anything: {}", e.getMessage());
        }
    }

    /// Looks, where there may be something new, and tells who has to be told.
    void turn() {
        turning.lock();
        try {
            if (!closing) {
                lookAndTell();
            }
        } finally {
            turning.unlock();
        }
    }

    private void lookAndTell() {
        Store store = backend.store();
        Instant now = clock.instant();
        if (!now.isBefore(renewAt)) {
            renewAt = now.plus(LEASE_RENEWAL);
            leading = store.leases().acquire(LEASE, holder, now, LEASE_LENGTH);
        }
        if (!leading) {
            return;
        }
        look(store, now);
        List<Notice> notices = store.notices().list();
        Parallel.map(settings.targets(), target -> {
            tell(store, target, notices, now);
            return target;
        });
    }

    private void look(Store store, Instant now) {
        Map<String, Optional<SyncState>> states = new LinkedHashMap<>();
        for (Cluster cluster : backend.clusters()) {
            states.put(cluster.name(), store.clusters().sync(cluster.name()));
        }
        if (states.equals(looked) && now.isBefore(lookedAt.plus(LOOK_AT_LEAST))) {
            return;
        }
        Map<String, ClusterNotices> seen = new LinkedHashMap<>();
        seen.put("", new ClusterNotices(auditHead(store, now), _ -> false));
        for (Cluster cluster : backend.clusters()) {
            seen.put(cluster.name(), ClusterNotices.of(cluster, store, policy, now));
        }
        new Ledger(store.notices()).update(seen, now);
        looked = states;
        lookedAt = now;
    }

    /// Once a day: what the audit was is then known to a place that whoever writes to the store does not reach.
    private Map<NoticeKey, NoticeBody> auditHead(Store store, Instant now) {
        boolean asked = settings.targets().stream()
                .flatMap(target -> target.rules().stream())
                .anyMatch(rule -> rule.topics().contains(Topic.AUDIT_HEAD));
        List<AuditEntry> head = asked ? store.audit().list(Optional.empty(), Optional.empty(), 1) : List.of();
        Map<NoticeKey, NoticeBody> notices = new LinkedHashMap<>();
        head.forEach(entry -> notices.put(
                new NoticeKey("", "audit/" + now.atZone(settings.zone()).toLocalDate()),
                NoticeBody.of(
                        Topic.AUDIT_HEAD,
                        Severity.INFO,
                        "the audit's newest entry",
                        Anchor.line(entry.seq(), entry.hash(), entry.at(), ""),
                        Optional.empty(),
                        "")));
        return notices;
    }

    private void tell(Store store, Target target, List<Notice> notices, Instant now) {
        Optional<Delivery> before = store.notices().delivery(target.name());
        if (before.filter(delivery -> delivery.nextAt().isAfter(now)).isPresent()) {
            return;
        }
        Set<NoticeKey> unsure = store.notices().unsure(target.name());
        Digest digest = Digest.of(target, settings, notices, store.notices().told(target.name()), unsure, now);
        if (digest.lines().isEmpty()) {
            if (!digest.told().isEmpty() || !digest.forgotten().isEmpty()) {
                Delivery same = before.orElseGet(() -> new Delivery(0, now, Optional.empty()));
                store.notices().took(target.name(), digest.told(), digest.forgotten(), List.of(), same);
            }
            return;
        }
        if (!store.leases().acquire(LEASE, holder, clock.instant(), LEASE_LENGTH)) {
            return;
        }
        // Before it leaves: whoever comes after a process that dies here knows that the target may have taken it.
        store.notices().sends(target.name(), digest.keys());
        try {
            Outcome outcome = messenger.send(message(target, digest.lines(), now), target);
            counters.count(target.name(), outcome.taken());
            settle(store, target, digest, unsure, outcome, before, now);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(
            Store store,
            Target target,
            Digest digest,
            Set<NoticeKey> unsure,
            Outcome outcome,
            Optional<Delivery> before,
            Instant now) {
        int failures = before.map(Delivery::failures).orElse(0);
        if (outcome.taken()) {
            store.notices()
                    .took(
                            target.name(),
                            digest.told(),
                            digest.forgotten(),
                            digest.keys(),
                            new Delivery(0, now.plus(settings.settle()), Optional.empty()));
            if (failures > 0) {
                LOG.info("{} takes messages again, after {} tries that failed", target.name(), failures);
            }
            return;
        }
        Duration pause = outcome.retryAfter().orElse(pause(failures));
        store.notices()
                .took(
                        target.name(),
                        List.of(),
                        List.of(),
                        outcome.arrival() == Arrival.UNKNOWN
                                ? List.of()
                                : digest.keys().stream()
                                        .filter(key -> !unsure.contains(key))
                                        .toList(),
                        new Delivery(
                                failures + 1,
                                now.plus(pause.compareTo(LAST_RETRY) < 0 ? pause : LAST_RETRY),
                                Optional.of(outcome.text())));
        if (failures == 0) {
            LOG.warn("{} could not be told what happened and will be tried again: {}", target.name(), outcome.text());
        }
    }

    private static Duration pause(int failures) {
        return FIRST_RETRY.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
    }

    private Message message(Target target, List<Line> lines, Instant now) {
        return new Message(
                id(target, lines),
                now,
                Digest.title(lines),
                lines.stream()
                        .filter(line -> line.news() != Message.News.RESOLVED && line.news() != Message.News.BETTER)
                        .map(line -> line.body().severity())
                        .min(Severity::compareTo)
                        .orElse(Severity.INFO),
                lines);
    }

    /// Of what is told and not of when: what is told again because nobody knows whether it arrived has the same.
    private static String id(Target target, List<Line> lines) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(target.name().getBytes(StandardCharsets.UTF_8));
            lines.forEach(line -> digest.update((line.news() + " " + line.cluster() + " " + line.key() + " "
                            + line.changedAt().toEpochMilli() + "\n")
                    .getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Stops; another process may tell from now on.
    @Override
    public void close() {
        try {
            // What is on its way just now would else be told again by who comes next.
            if (turning.tryLock(MAX_WAIT_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS)) {
                closing = true;
                turning.unlock();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        task.close();
        backend.store().leases().release(LEASE, holder);
    }
}
