package io.github.proxmoxmcp.server.sync;

import io.github.proxmoxmcp.client.json.Secrets;
import io.github.proxmoxmcp.persistence.Maintenance;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.value.TextRule;
import io.github.proxmoxmcp.server.concurrent.RepeatingTask;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Strikes secrets out of what an older version stored, which did not take them for secrets: beside the questions, and
/// once until the list of what is secret changes. Processes that share the memory may all do it at once.
public final class StoredSecrets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSecrets.class);

    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final int ROWS_AT_ONCE = 500;

    /// Columns of plans, whose parameters are secret by their names.
    private static final Set<String> JSON = Set.of("body", "result");

    private static final TextRule RULE = new TextRule(Secrets.version(), StoredSecrets::strikeOut);

    private final Maintenance maintenance;
    private final RepeatingTask task;

    public StoredSecrets(Store store) {
        this.maintenance = store.maintenance();
        this.task = new RepeatingTask("stored-secrets", Duration.ZERO, BETWEEN, this::strikeOut);
    }

    /// Begins at once.
    public void start() {
        task.start();
    }

    private void strikeOut() {
        try {
            int rows = maintenance.rewrite(RULE, ROWS_AT_ONCE);
            if (rows > 0) {
                LOG.warn(
                        "secrets that an older version had stored were struck out of {} rows: change them, for whoever"
                                + " could read the memory or has a backup of it may know them",
                        rows);
            }
        } catch (RuntimeException e) {
            // The outer edge: the store may be locked, away, or closed; there is always a next time.
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("secrets that an older version stored could not be struck out: {}", e.getMessage());
            }
        }
    }

    private static String strikeOut(String name, String text) {
        if (JSON.contains(name)) {
            try {
                JsonNode told = JsonMapper.shared().readTree(text);
                JsonNode struck = Secrets.strikeOut(told.deepCopy());
                return struck.equals(told) ? text : struck.toString();
            } catch (JacksonException _) {
                // Then it is a text like others.
            }
        }
        return Secrets.isSecret(name) ? Secrets.STRUCK_OUT : Secrets.strikeOut(text);
    }

    /// Stops in the middle if need be; the next start goes on.
    @Override
    public void close() {
        task.close();
    }
}
