package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SqliteQueryTest extends QueryContract {

    SqliteQueryTest() {
        super(file());
    }

    /// On PostgreSQL the time limit of the statement ends it.
    @Test
    void aStatementWhoseCallWasCancelledEnds() throws InterruptedException {
        String endless = "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t";
        AtomicReference<String> said = new AtomicReference<>("");
        Thread call = Thread.ofPlatform().unstarted(() -> {
            try {
                store.queries().run(LAB, endless, Moment.now(), new QueryStore.Limits(10, Duration.ofHours(1)));
            } catch (StoreException e) {
                said.set(String.valueOf(e.getMessage()));
            }
        });
        call.start();

        call.interrupt();

        assertThat(call.join(Duration.ofSeconds(30))).isTrue();
        assertThat(said.get()).isEqualTo("The question was stopped because its call was cancelled");
    }

    private static StoreLocation file() {
        try {
            return new StoreLocation.File(Files.createTempDirectory("query").resolve("state.db"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
