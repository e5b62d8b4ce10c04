package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a SQLite file must survive.
class CrashTest {

    private static final int GUESTS = 50;

    @TempDir
    private Path folder;

    /// Records cycles until it is killed, and says so after each: `CrashTest <file> <first cycle>`.
    public static void main(String[] arguments) {
        try (Store store = open(Path.of(arguments[0]))) {
            for (int n = Integer.parseInt(arguments[1]); ; n++) {
                store.recorder().record(look(n));
                System.out.println(n);
            }
        }
    }

    /// Every guest has the number of the cycle in its name, so a cycle that was saved in part would show.
    private static Observation look(int n) {
        List<Guest> guests = new ArrayList<>();
        for (int vmid = 100; vmid < 100 + GUESTS; vmid++) {
            guests.add(named(vm(vmid, "x"), "cycle-" + n));
        }
        return Observation.of(LAB, cycle(n)).withComplete(Set.of(Kind.GUEST)).withGuests(guests, List.of());
    }

    private static Store open(Path file) {
        return Stores.open(new StoreLocation.File(file), InstantSource.system());
    }

    @Test
    void losesAtMostTheRunningCycleWhenTheProcessIsKilled() throws Exception {
        Path file = folder.resolve("state.db");
        open(file).close();
        int last = -1;
        for (int round = 0; round < 5; round++) {
            int said = writeAndKill(file, last + 1, 3 + 7 * round);

            try (Store store = open(file)) {
                List<String> names = store.guests().list(Examples.all()).rows().stream()
                        .map(state -> state.guest().name().orElseThrow())
                        .distinct()
                        .toList();
                assertThat(names).hasSize(1);
                last = Integer.parseInt(names.getFirst().substring("cycle-".length()));
                assertThat(last).isBetween(said, said + 1);
                assertThat(store.maintenance().integrity()).isEmpty();
            }
        }
        assertThat(last).isGreaterThan(50);
    }

    /// Returns the last cycle that the process said it had recorded.
    private static int writeAndKill(Path file, int first, int cycles) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashTest.class.getName(),
                        file.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            for (int i = 1; i < cycles && line != null; i++) {
                line = said.readLine();
            }
            // Not the process itself: that would close what it has said.
            process.toHandle().destroyForcibly();
            String last = line;
            for (String more = said.readLine(); more != null && more.matches("[0-9]+"); more = said.readLine()) {
                last = more;
            }
            process.waitFor();
            assertThat(last).as("the writing process said nothing").isNotNull();
            return Integer.parseInt(String.valueOf(last));
        }
    }

    @Test
    void waitsForAnotherProcessThatHoldsTheFileForAWhile() throws Exception {
        Path file = folder.resolve("state.db");
        try (Store store = open(file);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                var threads = Executors.newSingleThreadExecutor()) {
            statement.execute("begin immediate");
            Future<List<Change>> recording =
                    threads.submit(() -> store.recorder().record(look(0)));

            assertThatThrownBy(() -> recording.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(store.guests().list(Examples.all()).rows()).isEmpty();
            statement.execute("commit");

            assertThat(recording.get(30, TimeUnit.SECONDS)).isEmpty();
            assertThat(store.guests().list(Examples.all()).total()).isEqualTo(GUESTS);
        }
    }
}
