package io.github.proxmoxmcp.server.cli.screen;

import io.github.proxmoxmcp.server.setup.Dialogue;
import io.github.proxmoxmcp.server.setup.SetupException;
import io.github.proxmoxmcp.server.tool.Printable;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Speaks with the person at the terminal; without one, every question is an error that names the flag to give.
public final class Terminal implements Dialogue {

    private final Optional<Console> console;
    private final PrintWriter out;
    private final boolean yes;

    /// @param yes whether plain confirmations are given beforehand
    public Terminal(PrintWriter out, boolean yes) {
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
                .map(Printable::spelled)
                .forEach(out::println);
        out.flush();
    }

    @Override
    public String ask(String question, String flag) {
        Console there = console(flag);
        return answer(flag, () -> there.readLine("%s ", question));
    }

    @Override
    public String choose(String question, String usual) {
        if (!isAttended()) {
            say(question + " " + usual);
            return usual;
        }
        String typed = console("--name").readLine("%s [%s] ", question, usual);
        return typed == null || typed.isBlank() ? usual : typed.strip();
    }

    @Override
    public String secret(String question, String flag) {
        Console there = console(flag);
        return answer(flag, () -> {
            char[] typed = there.readPassword("%s (not shown): ", question);
            return typed == null ? null : new String(typed);
        });
    }

    @Override
    public boolean wants(String question) {
        return isAttended() && agreed(console("--yes").readLine("%s [y/N] ", question));
    }

    /// Whether somebody is there to whom a question can be put.
    private boolean isAttended() {
        return console.isPresent() && !yes;
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

    /// Asks again where nothing was entered, until the input ends.
    private String answer(String flag, Supplier<@Nullable String> question) {
        for (String typed = question.get(); typed != null; typed = question.get()) {
            if (!typed.isBlank()) {
                return typed.strip();
            }
            say("Nothing was entered; Ctrl+C ends this.");
        }
        throw new SetupException("Nothing was entered; it can be given with " + flag + " too");
    }

    private static boolean agreed(@Nullable String typed) {
        return typed != null && typed.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
