package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.setup.Dialogue;
import io.github.proxmoxmcp.server.setup.SetupException;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Speaks with the person at the terminal; without one, every question is an error that names the flag to give.
final class Terminal implements Dialogue {

    private final Optional<Console> console;
    private final PrintWriter out;
    private final boolean yes;

    /// @param yes whether plain confirmations are given beforehand
    Terminal(PrintWriter out, boolean yes) {
        this.console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        this.out = out;
        this.yes = yes;
    }

    @Override
    public void say(String text) {
        int width = console.flatMap(_ -> Screen.width()).orElse(Integer.MAX_VALUE);
        Arrays.stream(text.split("\n", -1))
                // What is indented is to be copied or compared, so it stays as it is.
                .flatMap(line -> line.startsWith(" ") ? Stream.of(line) : Screen.folded(line, width).stream())
                .forEach(out::println);
        out.flush();
    }

    @Override
    public String ask(String question, String flag) {
        return answer(console(flag).readLine("%s ", question), flag);
    }

    @Override
    public String secret(String question, String flag) {
        char[] typed = console(flag).readPassword("%s (not shown): ", question);
        return answer(typed == null ? "" : new String(typed), flag);
    }

    @Override
    public boolean confirm(String question) {
        return yes || agreed(console("--yes").readLine("%s [y/N] ", question));
    }

    @Override
    public boolean same(String fingerprint) {
        return agreed(
                console("--fingerprint " + fingerprint).readLine("Does the node show this very fingerprint? [y/N] "));
    }

    private Console console(String flag) {
        return console.orElseThrow(() -> new SetupException(
                "There is no terminal to ask on; give " + flag + " (see 'proxmox-mcp init --help')"));
    }

    private static String answer(@Nullable String typed, String flag) {
        if (typed == null || typed.isBlank()) {
            throw new SetupException("Nothing was entered; it can be given with " + flag + " too");
        }
        return typed.strip();
    }

    private static boolean agreed(@Nullable String typed) {
        return typed != null && typed.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
