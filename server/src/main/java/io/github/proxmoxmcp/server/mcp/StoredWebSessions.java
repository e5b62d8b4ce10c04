package io.github.proxmoxmcp.server.mcp;

import io.github.proxmoxmcp.persistence.session.SessionStore;
import io.github.proxmoxmcp.persistence.session.StoredSession;
import io.github.proxmoxmcp.server.auth.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sessions in the store, for whom a store that is away is no reason to fail: sessions are of one process then.
final class StoredWebSessions {

    private static final Logger LOG = LoggerFactory.getLogger(StoredWebSessions.class);

    private final Supplier<SessionStore> store;
    private final InstantSource clock;

    StoredWebSessions(Supplier<SessionStore> store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void add(WebSession session, Introduction introduction) {
        Principal owner = session.owner();
        run(kept -> {
            kept.add(new StoredSession(session.id(), owner.id(), access(owner), introduction.text(), clock.instant()));
            return true;
        });
    }

    /// A session of this principal that was used since this moment.
    Optional<StoredSession> find(String id, Principal caller, Instant usedSince) {
        Optional<StoredSession> found = run(kept -> kept.get(id))
                .flatMap(one -> one)
                .filter(one -> !one.usedAt().isBefore(usedSince));
        boolean stranger = found.filter(
                        one -> !one.owner().equals(caller.id()) || !one.access().equals(access(caller)))
                .isPresent();
        if (stranger) {
            LOG.warn("{} asked for another caller's session", caller.name());
        }
        return stranger ? Optional.empty() : found;
    }

    private static String access(Principal principal) {
        return principal.access().name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is certain that another process has ended it.
    boolean hasEnded(String id) {
        return run(kept -> kept.get(id)).filter(Optional::isEmpty).isPresent();
    }

    void end(WebSession session) {
        if (session.isKept()) {
            run(kept -> {
                kept.end(session.id());
                return true;
            });
        }
    }

    /// Says that these are used, or listened to.
    void used(Collection<WebSession> sessions) {
        Map<Instant, Set<String>> ids = sessions.stream()
                .filter(WebSession::isKept)
                .collect(Collectors.groupingBy(
                        session -> session.isListening() ? clock.instant() : session.lastUsed(),
                        Collectors.mapping(WebSession::id, Collectors.toSet())));
        run(kept -> {
            ids.forEach((at, some) -> kept.used(some, at));
            return true;
        });
    }

    void endUnused(Instant before) {
        run(kept -> kept.endUnused(before));
    }

    Optional<Map<String, Set<String>>> subscriptions() {
        return run(SessionStore::subscriptions);
    }

    /// Keeps what a session subscribes to.
    SessionSubscriptions.Kept of(String session) {
        return new SessionSubscriptions.Kept() {
            @Override
            public void subscribed(String uri) {
                run(kept -> {
                    kept.subscribe(session, uri);
                    return true;
                });
            }

            @Override
            public void unsubscribed(String uri) {
                run(kept -> {
                    kept.unsubscribe(session, uri);
                    return true;
                });
            }
        };
    }

    private <T> Optional<T> run(Function<SessionStore, T> deed) {
        try {
            return Optional.of(deed.apply(store.get()));
        } catch (RuntimeException e) {
            LOG.warn("sessions: the store cannot be used: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
