package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class PostgresStoreTest extends StoreContract {

    private final StoreLocation location = PostgresServer.newDatabase();

    @Override
    protected StoreLocation location() {
        return location;
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
