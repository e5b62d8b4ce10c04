package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.server.cluster.Reading;
import io.github.proxmoxmcp.server.tool.ToolException;
import io.github.proxmoxmcp.server.tool.UntrustedText;
import java.util.List;

/// Writes down what a cluster is at the moment of a reading, in the language of one tool. No secret is ever in it,
/// and names, notes and tags are text there, whatever they contain.
public interface Exporter {

    /// As `--as` says it: `manifest`, `terraform` or `ansible`.
    String name();

    /// In the language that is asked for.
    ///
    /// @param argument how that is called where it is asked for
    /// @throws ToolException when there is no such language, or nothing is known of the moment: a file without
    ///     guests would say that there were none
    static Exported export(List<Exporter> all, String argument, String language, Reading reading, Selection selection) {
        Exporter exporter = all.stream()
                .filter(one -> one.name().equals(language))
                .findFirst()
                .orElseThrow(() -> new ToolException.BadArgument(argument + " is one of "
                        + String.join(", ", all.stream().map(Exporter::name).toList()) + ", not '"
                        + UntrustedText.line(language) + "'"));
        reading.beforeMemory().ifPresent(why -> {
            throw new ToolException.NotFound("Nothing is exported: " + why);
        });
        return exporter.export(reading, selection);
    }

    /// Everything that is selected; what could not be read or cannot be said is in the notes.
    Exported export(Reading reading, Selection selection);
}
