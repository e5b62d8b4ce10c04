package io.github.proxmoxmcp.server.guard;

import io.github.proxmoxmcp.client.http.PercentEncoding;
import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Refuses calls that two readers could read in two ways: what the guard judges must be what Proxmox does, and Proxmox
/// decodes paths once more and splits lists at characters that nobody sees.
final class UnambiguousCalls {

    /// People's own words, which may have several lines; nobody splits them.
    static final Set<String> TEXTS = Set.of(
            "description",
            "comment",
            "notes",
            "notes-template",
            "ssh-public-keys",
            "sshkeys",
            "command",
            "content",
            "input-data");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern SEGMENT = Pattern.compile("(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%[0-9A-Fa-f]{2})+");

    /// A dot, a backslash, and what nobody needs to encode: letters, digits, `-`, `_`, `~`.
    private static final Pattern DISGUISED =
            Pattern.compile("%(?:2e|5c|2d|5f|7e|3[0-9]|[46][1-9a-f]|[57][0-9a])", Pattern.CASE_INSENSITIVE);

    /// Volumes and networks have slashes in their names, and they only.
    private static final Pattern WITH_SLASHES =
            Pattern.compile("/nodes/[^/]+/storage/[^/]+/content/|(?:/[^/]+)+/ipset/[^/]+/");

    private UnambiguousCalls() {}

    /// @throws BadArgument that says what of a call is not plain
    static void require(Action action) {
        action.steps().forEach(UnambiguousCalls::require);
    }

    private static void require(Step step) {
        if (!step.path().startsWith("/")) {
            throw refused(step, "the path does not begin with /");
        }
        String[] segments = step.path().substring(1).split("/", -1);
        StringBuilder before = new StringBuilder("/");
        for (String segment : segments) {
            segment(step, before.toString(), segment);
            before.append(segment).append('/');
        }
        step.parameters().forEach((name, values) -> parameter(step, name, values));
    }

    private static void segment(Step step, String before, String segment) {
        if (!SEGMENT.matcher(segment).matches() || List.of(".", "..").contains(segment)) {
            throw refused(step, "a part of the path is empty, '.' or '..', or has a character that does not belong");
        }
        if (DISGUISED.matcher(segment).find()) {
            throw refused(step, "the path encodes what is written plainly");
        }
        String decoded = PercentEncoding.decode(segment);
        boolean slashes = segment.toLowerCase(Locale.ROOT).contains("%2f");
        boolean odd = decoded.contains("%")
                || decoded.contains("\\")
                || invisible(decoded, false).isPresent();
        boolean climbs = Arrays.stream(decoded.split("/", -1)).anyMatch(Set.of("", ".", "..")::contains);
        if (odd || climbs || (slashes && !WITH_SLASHES.matcher(before).matches())) {
            throw refused(step, "a part of the path hides a separator or another sign in its encoding");
        }
    }

    private static void parameter(Step step, String name, List<String> values) {
        if (!NAME.matcher(name).matches()) {
            throw refused(step, "an option's name has letters, digits, '-' and '_' only");
        }
        values.forEach(value -> invisible(value, TEXTS.contains(name)).ifPresent(sign -> {
            throw refused(step, "the value of '" + name + "' has the invisible character U+" + "%04X".formatted(sign));
        }));
        if (name.equals("delete")) {
            values.stream()
                    .flatMap(names -> Arrays.stream(names.split("[,; ]+", -1)))
                    .filter(option -> !NAME.matcher(option).matches())
                    .findFirst()
                    .ifPresent(_ -> {
                        throw refused(step, "'delete' lists options, whose names have letters, digits, '-' and '_'");
                    });
        }
    }

    /// The first character that nobody sees or that ends a line.
    private static Optional<Integer> invisible(String text, boolean lines) {
        return text.codePoints()
                .filter(sign -> switch (Character.getType(sign)) {
                    case Character.CONTROL -> !(lines && (sign == '\n' || sign == '\t'));
                    case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
                    case Character.SPACE_SEPARATOR -> sign != ' ';
                    // Emoji are joined by one of these.
                    case Character.FORMAT -> !lines;
                    case Character.SURROGATE -> true;
                    default -> false;
                })
                .boxed()
                .findFirst();
    }

    private static BadArgument refused(Step step, String why) {
        return new BadArgument("not sent: " + why + ", and a call that can be read in two ways is not made: "
                + step.method() + " " + UntrustedText.line(step.path()));
    }
}
