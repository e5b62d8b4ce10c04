package io.github.proxmoxmcp.demo.world;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the agents inside the machines know and do: files that were written, commands that ran.
public final class GuestAgents {
    private static final String KERNEL = "6.12.57+deb13-amd64";
    private static final int FIRST_PID = 118;

    private final Map<Integer, Map<String, String>> files = new HashMap<>();
    private final Map<Integer, Map<Integer, Outcome>> commands = new HashMap<>();

    GuestAgents() {}

    /// How a command ended.
    public record Outcome(int exitCode, String out, String err) {}

    public static String kernel() {
        return KERNEL;
    }

    /// Runs one of the commands that such a guest has, and answers its pid; empty when there is no such command.
    public Optional<Integer> run(SimulatedGuest guest, List<String> command, String input) {
        return outcome(guest, command, input).map(outcome -> {
            var ran = commands.computeIfAbsent(guest.vmid(), vmid -> new HashMap<>());
            int pid = FIRST_PID + ran.size();
            ran.put(pid, outcome);
            return pid;
        });
    }

    public Optional<Outcome> outcome(SimulatedGuest guest, int pid) {
        return Optional.ofNullable(commands.getOrDefault(guest.vmid(), Map.of()).get(pid));
    }

    public void write(SimulatedGuest guest, String file, String content) {
        files.computeIfAbsent(guest.vmid(), vmid -> new HashMap<>()).put(file, content);
    }

    public Optional<String> read(SimulatedGuest guest, String file) {
        return Optional.ofNullable(files.getOrDefault(guest.vmid(), Map.of()).get(file))
                .or(() -> switch (file) {
                    case "/etc/hostname" -> Optional.of(guest.name() + "\n");
                    case "/etc/os-release" -> Optional.of("PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nID=debian\n");
                    default -> Optional.empty();
                });
    }

    private Optional<Outcome> outcome(SimulatedGuest guest, List<String> command, String input) {
        var name = command.getFirst().replaceFirst(".*/", "");
        var arguments = command.subList(1, command.size());
        return switch (name) {
            case "uname" ->
                success("Linux %s %s #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n".formatted(guest.name(), KERNEL));
            case "hostname" -> success(guest.name() + "\n");
            case "echo" -> success(String.join(" ", arguments) + "\n");
            case "id" -> success("uid=0(root) gid=0(root) groups=0(root)\n");
            case "true", "sync" -> success("");
            case "false" -> Optional.of(new Outcome(1, "", ""));
            case "cat" ->
                arguments.isEmpty()
                        ? success(input)
                        : Optional.of(read(guest, arguments.getFirst())
                                .map(content -> new Outcome(0, content, ""))
                                .orElseGet(() -> new Outcome(
                                        1, "", "cat: " + arguments.getFirst() + ": No such file or directory\n")));
            default -> Optional.empty();
        };
    }

    private static Optional<Outcome> success(String out) {
        return Optional.of(new Outcome(0, out, ""));
    }

    /// The length of a text as a file has it.
    public static int length(String content) {
        return content.getBytes(StandardCharsets.UTF_8).length;
    }
}
