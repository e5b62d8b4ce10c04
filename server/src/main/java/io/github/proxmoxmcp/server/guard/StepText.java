package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.server.tool.Printable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A call as people and models read it: what is sent, nothing struck out. What is not seen is spelled out as in JSON,
/// several values stand in brackets, and what is long is cut with its length and its hash.
final class StepText {

    private static final int MAX_VALUE_CHARACTERS = 200;
    private static final int MAX_LIST_CHARACTERS = 2_000;
    private static final int HASH_DIGITS = 12;

    /// Texts that can be read in one way only need no quotes.
    private static final Pattern BARE = Pattern.compile("[!-~&&[^\"\\\\\\[\\]]]+");

    private StepText() {}

    /// Method and path.
    static String call(Step step) {
        return step.method() + " " + bare(step.path(), MAX_LIST_CHARACTERS);
    }

    /// In one line, as long as it is.
    static String exact(Step step) {
        return oneLine(step, Integer.MAX_VALUE);
    }

    /// In one line, long values cut.
    static String shown(Step step) {
        return oneLine(step, MAX_VALUE_CHARACTERS);
    }

    private static String oneLine(Step step, int longest) {
        StringBuilder text =
                new StringBuilder(step.method() + " " + bare(step.path(), Math.max(longest, MAX_LIST_CHARACTERS)));
        step.parameters()
                .forEach((name, values) -> text.append(' ')
                        .append(bare(name, longest))
                        .append('=')
                        .append(values.size() == 1 ? bare(values.getFirst(), longest) : list(values, longest)));
        return text.toString();
    }

    /// The parameters, each in a line of its own.
    static List<String> parameters(Step step) {
        List<String> lines = new ArrayList<>();
        step.parameters()
                .forEach((name, values) -> lines.add(bare(name, MAX_VALUE_CHARACTERS) + ": "
                        + (values.size() == 1
                                ? quoted(values.getFirst(), MAX_VALUE_CHARACTERS)
                                : list(values, MAX_VALUE_CHARACTERS))));
        return lines;
    }

    private static String list(List<String> values, int longest) {
        String all = values.stream().map(value -> quoted(value, longest)).collect(Collectors.joining(", ", "[", "]"));
        return longest == Integer.MAX_VALUE || all.length() <= MAX_LIST_CHARACTERS
                ? all
                : all.substring(0, MAX_LIST_CHARACTERS) + "… (" + values.size() + " values, SHA-256 "
                        + hash(String.join("\0", values)) + ")";
    }

    private static String bare(String value, int longest) {
        return BARE.matcher(value).matches() && value.length() <= longest ? value : quoted(value, longest);
    }

    private static String quoted(String value, int longest) {
        return value.length() <= longest
                ? Printable.escaped(value)
                : Printable.escaped(value.substring(0, longest)) + "… (" + value.length() + " characters, SHA-256 "
                        + hash(value) + ")";
    }

    private static String hash(String value) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8)))
                    .substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
