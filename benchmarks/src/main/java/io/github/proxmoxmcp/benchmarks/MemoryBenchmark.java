package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.benchmarks.QuestionsBenchmark.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// How much memory the built program holds that follows a cluster over HTTP: every three seconds a guest is started or
/// stopped, and two questions are asked.
final class MemoryBenchmark {

    private static final int GUESTS = 1_000;
    private static final int ROUNDS_A_MINUTE = 20;
    private static final int FIRST = 200;

    private MemoryBenchmark() {}

    static void run(Settings settings, Path folder) throws IOException {
        System.out.println("## Resident memory of serve --http, " + GUESTS + " guests, MB");
        try (ClusterProcess cluster = ClusterProcess.start("nodes=8,guests=" + GUESTS + ",seed=1,pace=0");
                ServedProgram server = ServedProgram.start(
                        settings.program(),
                        "large",
                        cluster.connection(),
                        folder.resolve("memory.db").toString())) {
            String session = server.open();
            for (int round = 0; round <= ROUNDS_A_MINUTE * settings.minutes(); round++) {
                cluster.toggle(1);
                server.call(session, "get_guest", Map.of("guest", FIRST + round % (GUESTS - FIRST)));
                server.call(session, "list_vms", Map.of("limit", 20 + round % 80));
                if (round % ROUNDS_A_MINUTE == 0) {
                    System.out.printf(
                            "after %d minutes: %.0f MB, %.1f s of CPU%n",
                            round / ROUNDS_A_MINUTE, server.residentMegabytes(), server.cpuSeconds());
                }
                Pause.of(Duration.ofSeconds(3));
            }
        }
    }
}
