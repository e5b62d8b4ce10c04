package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Calls over HTTP in sessions and in requests that stand alone, in turns, so that both meet the same noise.
final class ErasBenchmark {

    private static final int ROUNDS = 6;
    private static final int CLIENTS = 16;
    private static final int CALLS = 200;

    private ErasBenchmark() {}

    static void run(Path root, Path folder) throws IOException {
        System.out.println("## Both kinds of revisions over HTTP (" + CLIENTS + " clients with " + CALLS
                + " calls each, in " + ROUNDS + " rounds of each kind)");
        Figures inSessions = new Figures("in sessions: calls a second");
        Figures alone = new Figures("requests that stand alone: calls a second");
        Figures opened = new Figures("initialize, tools/list and a call, ms");
        Figures discovered = new Figures("server/discover, tools/list and a call, ms");
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=3,guests=40,seed=1,pace=0"));
                ServedProgram program = ServedProgram.start(
                        List.of(root.resolve("server/target/proxmox-mcp/bin/proxmox-mcp")
                                .toString()),
                        "demo",
                        ConnectionSettings.of(
                                demo.urls(),
                                ApiToken.parse(demo.token(TokenLevel.FULL)),
                                new Trust.Fingerprint(demo.fingerprint())),
                        folder.resolve("eras.db").toString())) {
            program.call(program.open(), "list_nodes", Map.of("fresh", true));
            for (int round = -1; round < ROUNDS; round++) {
                double sessions = perSecond(() -> inSession(program));
                double requests = perSecond(() -> alone(program));
                double open = milliseconds(() -> {
                    String session = program.open();
                    program.list(session);
                    program.call(session, "get_guest", Map.of("guest", 101));
                });
                double discover = milliseconds(() -> {
                    program.discover();
                    program.listAlone();
                    program.callAlone("get_guest", Map.of("guest", 101));
                });
                if (round >= 0) {
                    inSessions.add(sessions);
                    alone.add(requests);
                    opened.add(open);
                    discovered.add(discover);
                }
            }
        }
        List.of(inSessions, alone, opened, discovered).forEach(System.out::println);
    }

    private static String inSession(ServedProgram program) {
        String session = program.open();
        for (int call = 0; call < CALLS; call++) {
            program.call(session, "get_guest", Map.of("guest", 100 + call % 20));
        }
        return session;
    }

    private static String alone(ServedProgram program) {
        for (int call = 0; call < CALLS; call++) {
            program.callAlone("get_guest", Map.of("guest", 100 + call % 20));
        }
        return "";
    }

    private static double perSecond(Callable<String> client) {
        return CLIENTS
                * CALLS
                / (milliseconds(() -> {
                            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                                List<Future<String>> running = new ArrayList<>();
                                for (int one = 0; one < CLIENTS; one++) {
                                    running.add(threads.submit(client));
                                }
                                for (Future<String> one : running) {
                                    one.get();
                                }
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        / 1e3);
    }

    private static double milliseconds(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return (System.nanoTime() - begun) / 1e6;
    }
}
