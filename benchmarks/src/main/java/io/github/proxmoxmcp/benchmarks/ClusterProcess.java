package io.github.proxmoxmcp.benchmarks;

import io.github.proxmoxmcp.client.connection.ApiToken;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.Trust;
import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The demo cluster in a process of its own, so that what it costs is not counted as ours. It is told what to do:
/// `toggle N` starts or stops N guests, `traffic` tells what was asked since the last time.
final class ClusterProcess implements AutoCloseable {

    /// Guests before this one are the cluster's oddities, which do not all start.
    private static final int FIRST = 200;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;
    private final ConnectionSettings connection;

    private ClusterProcess(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.commands = process.outputWriter(StandardCharsets.UTF_8);
        this.connection = ConnectionSettings.of(
                List.of(URI.create(line())), ApiToken.parse(line()), new Trust.Fingerprint(line()));
    }

    static ClusterProcess start(String settings) throws IOException {
        return new ClusterProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterProcess.class.getName(),
                        settings)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    public static void main(String[] arguments) throws IOException {
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse(arguments[0]));
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            List<Integer> guests =
                    demo.world().guests().stream().filter(vmid -> vmid >= FIRST).toList();
            System.out.println(demo.url());
            System.out.println(demo.token(TokenLevel.FULL));
            System.out.println(demo.fingerprint());
            int next = 0;
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals("toggle")) {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        toggle(demo, guests.get(next++ % guests.size()));
                    }
                    System.out.println("done");
                } else {
                    System.out.println(traffic(demo));
                }
            }
        }
    }

    private static String toggle(DemoCluster demo, int vmid) {
        return demo.world().running(vmid)
                ? demo.world().stop(vmid)
                : demo.world().start(vmid);
    }

    private static String traffic(DemoCluster demo) {
        var seen = demo.traffic().take();
        Map<String, Integer> kinds = new TreeMap<>();
        seen.calls()
                .forEach((call, times) -> kinds.merge(
                        call.replaceFirst("/api2/json", "")
                                .replaceFirst("/nodes/[^/]+", "/nodes/N")
                                .replaceFirst("/(qemu|lxc)/[0-9]+", "/$1/ID"),
                        times,
                        Integer::sum));
        return seen.mostAtOnce() + " at once, " + seen.total() + " calls " + kinds;
    }

    ConnectionSettings connection() {
        return connection;
    }

    /// Starts or stops so many guests, always others until all had their turn.
    void toggle(int guests) {
        ask("toggle " + guests);
    }

    /// How many calls were answered at once at most, how many in all, and which, since this was asked before.
    String traffic() {
        return ask("traffic");
    }

    private String ask(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            return line();
        } catch (IOException e) {
            throw new IllegalStateException("the cluster's process does not answer", e);
        }
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the cluster's process ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
