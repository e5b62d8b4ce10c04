package io.github.proxmoxmcp.server.audit;

import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.acting.AuditCheckpoint;
import io.github.proxmoxmcp.persistence.acting.AuditEntry;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import io.github.proxmoxmcp.server.config.AuditSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs the audit now and then, and when the server ends, and tells it to the anchor.
public final class AuditKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AuditKeeper.class);

    private static final int EVERY = 100;
    private static final Duration BETWEEN = Duration.ofSeconds(30);

    private final Store store;
    private final AuditSettings settings;
    private final InstantSource clock;
    private final RepeatingTask task;

    public AuditKeeper(Store store, AuditSettings settings, InstantSource clock) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.task = new RepeatingTask("audit", BETWEEN, BETWEEN, () -> sign(EVERY));
    }

    /// Begins, and says so where it can do nothing.
    public void start() {
        settings.problem().ifPresent(problem -> LOG.warn("{}; {}", problem, AuditSettings.REMEDY));
        settings.keyFile()
                .filter(file -> Files.exists(file) && ServerKey.read(file).isEmpty())
                .ifPresent(file -> LOG.warn(
                        "servers sign no checkpoint: {} is not a key that this user can read; make it readable, or name"
                                + " another file with 'audit: key_file'",
                        file));
        settings.keyFile()
                .flatMap(ServerKey::exposure)
                .ifPresent(exposure -> LOG.warn(
                        "{} can read {}, with which servers sign checkpoints; make it yours alone with: {}",
                        exposure.who(),
                        settings.keyFile().get(),
                        exposure.remedy()));
        task.start();
    }

    /// Signs when so many entries are not signed yet.
    void sign(int most) {
        try {
            boolean due = settings.keyFile().isPresent() && unsigned() >= most;
            Optional<AuditCheckpoint> made = due
                    ? ServerKey.at(settings.keyFile().get())
                            .flatMap(key -> Checkpoints.sign(
                                    store, Checkpoints.SERVER, key.publicKey(), key.key(), clock.instant()))
                    : Optional.empty();
            if (made.isPresent() && settings.anchor().isPresent()) {
                Anchor.tell(settings.anchor().get(), made.get());
            }
        } catch (IOException | RuntimeException e) {
            // The outer edge: the audit itself is whole, there is always a next checkpoint.
            LOG.warn("the audit could not be signed or sent to its anchor: {}", e.getMessage());
        }
    }

    private long unsigned() {
        long signed = store.audit().checkpoints().stream()
                .mapToLong(AuditCheckpoint::seq)
                .max()
                .orElse(0);
        return store.audit().list(Optional.empty(), Optional.empty(), 1).stream()
                        .mapToLong(AuditEntry::seq)
                        .max()
                        .orElse(0)
                - signed;
    }

    @Override
    public void close() {
        task.close();
        sign(1);
    }
}
