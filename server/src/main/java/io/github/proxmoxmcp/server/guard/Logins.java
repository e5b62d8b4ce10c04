package io.github.proxmoxmcp.server.guard;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Who is let into a guest by its configuration: cloud-init gives keys and users to a machine at its next start, which
/// is a way around `run_in_guest`. In a machine that the same plan makes nobody's data are yet.
final class Logins {

    private static final Set<String> OPTIONS = Set.of("sshkeys", "ciuser", "cicustom");
    private static final Pattern CONFIG = Pattern.compile("/nodes/[^/]+/qemu/([0-9]{1,9})/config");

    private Logins() {}

    /// Options of a call that let someone into an existing guest, each a sentence.
    ///
    /// @param exists whether there is a guest with a vmid; asked only where it matters
    static Stream<String> given(Step step, IntPredicate exists) {
        Matcher config = CONFIG.matcher(step.path());
        List<String> options = OPTIONS.stream()
                .filter(option -> !step.values(option).isEmpty())
                .sorted()
                .toList();
        return config.matches() && !options.isEmpty() && exists.test(Integer.parseInt(config.group(1)))
                ? options.stream()
                        .map(option ->
                                "'" + option + "' lets someone into guest " + config.group(1) + " at its next start")
                : Stream.empty();
    }
}
