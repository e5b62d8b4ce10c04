package io.github.proxmoxmcp.server.export;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Programs that read exports, where they are installed.
public final class Commands {

    private Commands() {}

    /// @param text what it printed on its standard output; of its errors only where it failed
    public record Ended(int status, String text) {}

    public static boolean exists(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    public static Ended run(Path folder, String input, String... command) throws IOException, InterruptedException {
        return run(folder, Map.of(), input, command);
    }

    public static Ended run(Path folder, Map<String, String> environment, String input, String... command)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        String said = Files.readString(errors);
        Files.delete(errors);
        return new Ended(status, status == 0 ? text : text + said);
    }
}
