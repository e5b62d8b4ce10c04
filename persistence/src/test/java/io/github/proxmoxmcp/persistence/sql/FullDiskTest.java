package io.github.proxmoxmcp.persistence.sql;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.Guest;
import io.github.proxmoxmcp.persistence.Observation;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {

    @TempDir
    private Path folder;

    @Test
    void isSurvived() {
        SqliteDatabase database = SqliteDatabase.open(new StoreLocation.File(folder.resolve("state.db")));
        try (SqlStore store = new SqlStore(database, InstantSource.system())) {
            store.recorder().record(look(0, 10));
            limit(database, 120);

            assertThatThrownBy(() -> store.recorder().record(look(1, 20_000)))
                    .isInstanceOf(StoreException.Unusable.class)
                    .hasMessageContaining("full");

            assertThat(store.clusters().counts(LAB, Moment.now()).vms()).containsEntry("running", 10L);
            assertThat(store.maintenance().integrity()).isEmpty();
            limit(database, 1_000_000);
            assertThat(store.recorder().record(look(2, 20_000))).hasSize(19_990);
        }
    }

    private static Observation look(int n, int guests) {
        List<Guest> all = IntStream.range(100, 100 + guests)
                .mapToObj(vmid -> vm(vmid, "guest-" + vmid))
                .toList();
        return Observation.of(LAB, cycle(n)).withComplete(Set.of(Kind.GUEST)).withGuests(all, List.of());
    }

    /// Lets the database have this many pages, as on a full disk.
    private static void limit(SqliteDatabase database, int pages) {
        database.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("pragma max_page_count = " + pages);
            }
        });
    }
}
