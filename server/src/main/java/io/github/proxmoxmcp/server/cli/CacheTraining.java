package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.cli.screen.Interruption;
import io.github.proxmoxmcp.server.cli.screen.TemporaryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Makes an AOT cache: a short life of this program on the demo cluster, so that the cache holds what a usual start
/// needs. It is a session over standard input and output on a memory that is there already, which asks what a client
/// asks first.
///
/// The cache should hold no more than that, because every start loads all of it. Left out are the migrations (another
/// run makes the memory) and SQL queries (their parser has as many classes as all the rest).
public final class CacheTraining {

    private static final long PATIENCE_SECONDS = 240;

    private final Path cache;
    private final Path folder;
    private final Path made;

    private CacheTraining(Path cache) {
        this.cache = cache;
        this.folder = cache.resolveSibling(".").normalize();
        this.made = cache.resolveSibling(cache.getFileName() + ".new");
    }

    /// @param file is replaced only by a cache that is whole
    static void make(Path file) throws IOException {
        Path cache = file.toAbsolutePath();
        Path work = Files.createTempDirectory("proxmox-mcp-training-");
        try (Interruption _ = new Interruption();
                TemporaryFolder _ = new TemporaryFolder(work);
                DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=8,pace=0"))) {
            new CacheTraining(cache).train(work, demo);
        } catch (InterruptedException e) {
            throw new IllegalStateException("making the AOT cache was broken off", e);
        }
    }

    private void train(Path work, DemoCluster demo) throws IOException, InterruptedException {
        Path log = work.resolve("log");
        await(program(work, demo, "call", "list_vms").redirectOutput(log.toFile()), log);
        ProcessBuilder session = program(work, demo, "serve", "--access", "admin");
        // A name without a folder: the option is split at blanks, and a user's folder may well have some.
        session.directory(folder.toFile())
                .environment()
                .put("PROXMOX_MCP_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + made.getFileName());
        List<String> answers = await(session, log);
        if (answers.stream().anyMatch(CacheTraining::bad) || !Files.exists(made)) {
            throw failed(log, answers);
        }
        Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ProcessBuilder program(Path work, DemoCluster demo, String... arguments) {
        List<String> command = new ArrayList<>(Launcher.command());
        command.addAll(List.of(arguments));
        command.addAll(List.of("--state", work.resolve("state.db").toString()));
        ProcessBuilder process = new ProcessBuilder(command);
        Map<String, String> environment = process.environment();
        // How this user has configured the program is none of the cache's business.
        environment.keySet().removeIf(name -> name.startsWith("PROXMOX_") && !name.equals("PROXMOX_MCP_JAVA_HOME"));
        environment.put(PortableBuild.CACHE_VARIABLE, PortableBuild.NO_CACHE);
        environment.put("PROXMOX_URL", demo.url().toString());
        environment.put("PROXMOX_TOKEN", demo.token(TokenLevel.FULL));
        environment.put("PROXMOX_FINGERPRINT", demo.fingerprint());
        return process;
    }

    private static List<String> await(ProcessBuilder command, Path log) throws IOException, InterruptedException {
        boolean talks = command.redirectOutput().type() == ProcessBuilder.Redirect.Type.PIPE;
        Process process = command.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        List<String> answers = talks ? converse(process) : List.of();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw failed(log, answers);
        }
        return answers;
    }

    /// What a client asks first, one after the other; then the end of input.
    ///
    /// @return the answers as they came, `null` where there was none
    public static List<String> converse(Process server) throws IOException {
        List<String> answers = new ArrayList<>();
        try (OutputStream in = server.getOutputStream();
                BufferedReader out =
                        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            for (String request : requests()) {
                in.write((request + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                if (request.contains("\"id\"")) {
                    answers.add(String.valueOf(out.readLine()));
                }
            }
        }
        return answers;
    }

    private static List<String> requests() throws IOException {
        try (InputStream lines = CacheTraining.class.getResourceAsStream("/training.jsonl")) {
            if (lines == null) {
                throw new IllegalStateException("training.jsonl is not in this program");
            }
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /// Whether it is no answer, or says that something failed.
    public static boolean bad(String answer) {
        return answer.equals("null") || answer.contains("\"error\":{") || answer.contains("\"isError\":true");
    }

    private static IllegalStateException failed(Path log, List<String> answers) throws IOException {
        return new IllegalStateException(
                "the AOT cache could not be made:\n" + String.join("\n", answers) + "\n" + Files.readString(log));
    }
}
