package io.github.proxmoxmcp.server.cli;

import io.github.proxmoxmcp.server.cli.screen.Screen;
import io.github.proxmoxmcp.server.setup.Finding;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/// Prints what the doctor found, and tells the exit status.
final class DoctorReport {

    /// What stands before a finding.
    private static final int MARGIN = 8;

    /// What is to be copied stays on its line.
    private static final Pattern COMMAND = Pattern.compile("pveum |chmod |proxmox-mcp ");

    private final CommandLine line;

    DoctorReport(CommandLine line) {
        this.line = line;
    }

    int show(List<Finding> findings) {
        PrintWriter out = line.getOut();
        int width = Screen.width().orElse(Integer.MAX_VALUE) - MARGIN;
        for (Finding finding : findings) {
            String text = finding.area() + "  " + finding.subject() + ": " + finding.text();
            out.println(
                    mark(finding.state()) + " " + String.join("\n" + " ".repeat(MARGIN), Screen.folded(text, width)));
            finding.advice().stream()
                    .flatMap(advice -> COMMAND.matcher(advice).lookingAt()
                            ? Stream.of(advice)
                            : Screen.folded(advice, width).stream())
                    .forEach(advice -> out.println(" ".repeat(MARGIN) + advice));
        }
        long problems = count(findings, Finding.State.PROBLEM);
        out.println();
        out.println(
                problems == 0
                        ? "No problem (" + count(findings, Finding.State.WARNING) + " warnings)."
                        : problems + (problems == 1 ? " problem." : " problems."));
        out.flush();
        return status(findings);
    }

    int json(List<Finding> findings) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ok", status(findings) == 0);
        body.put("findings", findings.stream().map(DoctorReport::plain).toList());
        line.getOut().println(StoreCommands.json(body));
        line.getOut().flush();
        return status(findings);
    }

    private static Map<String, Object> plain(Finding finding) {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("area", finding.area());
        plain.put("subject", finding.subject());
        plain.put("state", finding.state().name().toLowerCase(Locale.ROOT));
        plain.put("text", finding.text());
        plain.put("advice", finding.advice());
        return plain;
    }

    private String mark(Finding.State state) {
        return line.getColorScheme()
                .ansi()
                .string(
                        switch (state) {
                            case OK -> "@|green ok     |@";
                            case NOTE -> "note   ";
                            case WARNING -> "@|yellow warning|@";
                            case PROBLEM -> "@|bold,red PROBLEM|@";
                        });
    }

    private static int status(List<Finding> findings) {
        return count(findings, Finding.State.PROBLEM) == 0 ? 0 : 1;
    }

    private static long count(List<Finding> findings, Finding.State state) {
        return findings.stream().filter(finding -> finding.state() == state).count();
    }
}
