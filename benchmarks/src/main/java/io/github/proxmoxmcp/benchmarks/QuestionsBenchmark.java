package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.benchmarks.MeasuredQuestions.Question;
import io.github.proxmoxmcp.persistence.Store;
import io.github.proxmoxmcp.persistence.StoreLocation;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// The built program on a large memory, asked over HTTP: every question another one, by one client, and by 64.
final class QuestionsBenchmark {

    private static final String CLUSTER = "large";
    private static final int CLIENTS = 64;
    private static final int MAX_QUESTIONS = 300;

    private final Settings settings;
    private final ServedProgram server;
    private final MeasuredQuestions questions;
    private final AtomicInteger next = new AtomicInteger();

    private QuestionsBenchmark(Settings settings, ServedProgram server, MeasuredQuestions questions) {
        this.settings = settings;
        this.server = server;
        this.questions = questions;
    }

    /// What of it is measured.
    ///
    /// @param sort part of the name of what is asked; empty: all
    /// @param seconds that many clients ask
    /// @param minutes that the benchmark of memory takes
    /// @param quick the details pass for read, so that nobody has to wait for the first pass
    /// @param inside what the answering thread's CPU is, in this process and without HTTP
    /// @param keep a folder in which the filled memory is kept, and taken from; empty: none
    record Settings(
            int guests,
            String database,
            String sort,
            int seconds,
            int minutes,
            boolean quick,
            boolean inside,
            String keep,
            List<String> program) {

        static Settings of(Map<String, String> options, Path root) {
            return new Settings(
                    Integer.parseInt(options.getOrDefault("guests", "10000")),
                    options.getOrDefault("database", ""),
                    options.getOrDefault("tool", "").replace('_', ' '),
                    Integer.parseInt(options.getOrDefault("seconds", "30")),
                    Integer.parseInt(options.getOrDefault("minutes", "60")),
                    options.containsKey("quick"),
                    options.containsKey("inside"),
                    options.getOrDefault("keep", ""),
                    options.containsKey("program")
                            ? List.of(options.get("program").split(" "))
                            : List.of(root.resolve("server/target/proxmox-mcp/bin/proxmox-mcp")
                                    .toString()));
        }

        boolean wants(String name) {
            return name.replace('_', ' ').contains(sort);
        }
    }

    static void run(Settings settings, Path folder) throws IOException {
        try (ClusterProcess cluster = ClusterProcess.start("nodes=32,guests=" + settings.guests() + ",seed=1,pace=0")) {
            Path kept = (settings.keep().isEmpty() ? folder : Path.of(settings.keep()))
                    .resolve("memory-" + settings.guests() + ".db");
            if (Files.notExists(kept)) {
                fill(kept, cluster);
            }
            Path file = folder.resolve("questions.db");
            Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
            // One that an older version kept gets its tables here.
            MeasuredDatabase.sqlite(file).open().close();
            if (settings.quick()) {
                sql(
                        "jdbc:sqlite:" + file,
                        "update guest_detail set hinted_at = null, config_read_at = " + System.currentTimeMillis());
            }
            if (!settings.database().equals("postgres")) {
                measure(settings, cluster, MeasuredDatabase.sqlite(file), file.toString());
            }
            if (!settings.database().equals("sqlite")) {
                try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                    MeasuredDatabase database = MeasuredDatabase.postgres(postgres, "questions");
                    database.open().close();
                    Copy.of("jdbc:sqlite:" + file, database.url());
                    measure(settings, cluster, database, database.url());
                }
            }
        }
    }

    private static void fill(Path file, ClusterProcess cluster) {
        try (Store store = Stores.open(new StoreLocation.File(file), InstantSource.system())) {
            LargeMemory.fill(store, CLUSTER, cluster.connection());
            store.maintenance().compact();
        }
    }

    private static void measure(Settings settings, ClusterProcess cluster, MeasuredDatabase database, String state)
            throws IOException {
        System.out.printf(
                "## %s: %d guests, all questions different; %.1f MB%n",
                database.product(), settings.guests(), database.bytes() / 1e6);
        if (settings.inside()) {
            inside(settings, cluster, database, state);
            return;
        }
        try (ServedProgram server = ServedProgram.start(settings.program(), CLUSTER, cluster.connection(), state);
                Store store = database.open()) {
            QuestionsBenchmark benchmark = new QuestionsBenchmark(settings, server, questions(store));
            System.out.println("process " + server.pid());
            benchmark.duringFirstPass();
            while (!LargeMemory.isRead(store, CLUSTER, Instant.now())) {
                server.call(server.open(), "list_nodes", Map.of());
                Pause.of(Duration.ofMillis(500));
            }
            benchmark.oneClient();
            benchmark.manyClients();
            System.out.printf("resident memory: %.0f MB%n", server.residentMegabytes());
        }
    }

    private static MeasuredQuestions questions(Store store) {
        Instant hour = store.history()
                .recorded(CLUSTER, Instant.EPOCH, 1)
                .getFirst()
                .at()
                .minusSeconds(3_560);
        return new MeasuredQuestions(store, CLUSTER, hour);
    }

    private static void inside(Settings settings, ClusterProcess cluster, MeasuredDatabase database, String state)
            throws IOException {
        MeasuredQuestions questions;
        try (Store store = database.open()) {
            questions = questions(store);
        }
        AnswerBenchmark.run(
                settings,
                ServedProgram.configuration(CLUSTER, cluster.connection()),
                ServedProgram.environment(cluster.connection()),
                state,
                questions);
    }

    private static void sql(String url, String update) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(update);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void duringFirstPass() {
        if (!settings.wants("first pass")) {
            return;
        }
        String session = server.open();
        server.call(session, "list_nodes", Map.of());
        Figures figures = new Figures("get_guest during the first pass, ms");
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        for (int n = 0; System.nanoTime() < end; n++) {
            Question question = questions.running(n);
            figures.add(Figures.wall(() -> server.call(session, question.tool(), question.arguments())));
            Pause.of(Duration.ofMillis(20));
        }
        System.out.println(figures);
    }

    private void oneClient() {
        String session = server.open();
        questions.sorts().forEach((name, sort) -> {
            if (settings.wants(name)) {
                ask(session, sort, new Figures("warm-up"), 0);
                double cpu = server.cpuSeconds();
                Figures figures = new Figures(name + ", ms");
                int calls = ask(session, sort, figures, MAX_QUESTIONS);
                System.out.printf(Locale.ROOT, "%s, CPU %.1f%n", figures, 1000 * (server.cpuSeconds() - cpu) / calls);
            }
        });
    }

    /// For ten seconds at the most; the answers are longer than nothing.
    private int ask(String session, IntFunction<Question> sort, Figures figures, int first) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        int n = 0;
        while (n < MAX_QUESTIONS && System.nanoTime() < end) {
            Question question = sort.apply(first + n++);
            figures.add(Figures.wall(() -> server.call(session, question.tool(), question.arguments())));
        }
        return n;
    }

    private void manyClients() {
        if (settings.wants("mix")) {
            many("warm-up", questions::mixed, 10);
            many("mix, all different", questions::mixed, settings.seconds());
            many("mix of twenty that are repeated", n -> questions.mixed(n % 20), settings.seconds());
        }
    }

    private void many(String name, IntFunction<Question> sort, int seconds) {
        double cpu = server.cpuSeconds();
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(seconds).toNanos();
        Figures figures = new Figures(name + ", ms");
        int calls = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                clients.add(threads.submit(() -> converse(sort, end)));
            }
            for (Future<List<Double>> client : clients) {
                List<Double> times = client.get();
                times.forEach(figures::add);
                calls += times.size();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        double took = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%s; %d clients: %.0f a second, none failed; the server took %.2f processors%n",
                figures,
                CLIENTS,
                calls / took,
                (server.cpuSeconds() - cpu) / took);
    }

    private List<Double> converse(IntFunction<Question> sort, long end) {
        List<Double> times = new ArrayList<>();
        String session = server.open();
        while (System.nanoTime() < end) {
            Question question = sort.apply(next.getAndIncrement());
            times.add(Figures.wall(() -> server.call(session, question.tool(), question.arguments())));
        }
        return times;
    }
}
