package io.github.proxmoxmcp.server.setup;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// A table of a TOML file that starts a program. The file is not read as a whole: the table is put at its end, or two
/// lines of it are replaced, and where that could be wrong nothing is done.
///
/// @param name such as `mcp_servers.proxmox`
record TomlTable(Path file, String name) {

    private static final Pattern HEADER = Pattern.compile("(?m)^[ \\t]*\\[([^\\[\\]\\n]+)\\][ \\t]*(#.*)?$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^[ \\t]*command[ \\t]*=[ \\t]*\"([^\"\\n]*)\"[ \\t]*$");
    private static final Pattern ARGUMENTS = Pattern.compile("(?m)^[ \\t]*args[ \\t]*=[ \\t]*\\[[^\\]\\n]*\\][ \\t]*$");

    /// The text with the table in it.
    String in(String text, List<String> command) {
        String section = name.substring(0, name.indexOf('.'));
        if (Pattern.compile("(?m)^[ \\t]*\"?" + section + "\"?[ \\t]*[.=]")
                        .matcher(text)
                        .find()
                || text.contains("\"\"\"")
                || text.contains("'''")) {
            throw new SetupException(
                    file + " is written in a way that this program does not change: it is left as it is");
        }
        Matcher header = HEADER.matcher(text);
        while (header.find()) {
            if (bare(header.group(1)).equals(name)) {
                int begin = header.end();
                int end = header.find() ? header.start() : text.length();
                return text.substring(0, begin) + replaced(text.substring(begin, end), command) + text.substring(end);
            }
        }
        String gap = text.isEmpty() ? "" : text.endsWith("\n") ? "\n" : "\n\n";
        return text + gap + written(name, command);
    }

    private String replaced(String table, List<String> command) {
        Matcher program = COMMAND.matcher(table);
        Matcher arguments = ARGUMENTS.matcher(table);
        if (!program.find() || !arguments.find()) {
            throw new SetupException(file + " has another table [" + name + "]: it is left as it is");
        }
        return ARGUMENTS
                .matcher(program.replaceFirst(Matcher.quoteReplacement(program(command))))
                .replaceFirst(Matcher.quoteReplacement(arguments(command)));
    }

    /// The table alone.
    static String written(String name, List<String> command) {
        return "[" + name + "]\n" + program(command) + "\n" + arguments(command) + "\n";
    }

    /// What the tables whose names begin so start.
    static Stream<ClientFile.Started> started(String text, String prefix) {
        List<String> parts = HEADER.splitAsStream(text).toList();
        List<String> names = HEADER.matcher(text)
                .results()
                .map(found -> bare(found.group(1)))
                .toList();
        return IntStream.range(0, Math.min(names.size(), parts.size() - 1))
                .filter(i -> names.get(i).startsWith(prefix))
                .boxed()
                .flatMap(i -> COMMAND.matcher(parts.get(i + 1))
                        .results()
                        .map(found -> new ClientFile.Started(names.get(i).substring(prefix.length()), found.group(1))));
    }

    private static String bare(String header) {
        return header.replaceAll("[\"' \\t]", "");
    }

    private static String program(List<String> command) {
        return "command = " + quoted(command.getFirst());
    }

    private static String arguments(List<String> command) {
        return "args = [" + command.stream().skip(1).map(TomlTable::quoted).collect(Collectors.joining(", ")) + "]";
    }

    /// A text of JSON is one of TOML, too.
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
