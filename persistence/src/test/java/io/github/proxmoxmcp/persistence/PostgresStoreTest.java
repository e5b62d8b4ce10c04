package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
    }

    @Test
    void machinesWhoseClocksDifferAgreeOnWhoHasALease() {
        Leases leases = store.leases();
        Instant ours = Instant.now();
        Instant ahead = ours.plus(Duration.ofMinutes(10));
        Instant behind = ours.minus(Duration.ofMinutes(10));
        Duration length = Duration.ofMinutes(5);

        assertThat(leases.acquire("sync", "first", leases.now(ours), length)).isTrue();
        assertThat(leases.acquire("sync", "ahead", leases.now(ahead), length)).isFalse();
        assertThat(leases.acquire("sync", "behind", leases.now(behind), length)).isFalse();
        assertThat(leases.acquire("sync", "first", leases.now(ours), length)).isTrue();
        assertThat(leases.holder("sync", leases.now(ahead))).contains("first");
        leases.release("sync", "first");
        assertThat(leases.acquire("sync", "behind", leases.now(behind), length)).isTrue();
        assertThat(leases.acquire("sync", "first", leases.now(ours), length)).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAServerThatDoesNotAnswer() {
        StoreLocation nowhere = StoreLocation.parse("jdbc:postgresql://localhost:1/x?user=me&password=secret");

        assertThatThrownBy(() -> Stores.open(nowhere, InstantSource.system()))
                .isInstanceOf(StoreException.Unusable.class)
                .hasMessageContaining("jdbc:postgresql://localhost:1/x")
                .hasMessageNotContaining("secret");
    }

    @Test
    void showsNoPasswordOfAUrl() {
        assertThat(StoreLocation.parse("jdbc:postgresql://me:secret@db/x?password=secret"))
                .hasToString("jdbc:postgresql://db/x");
    }
}
