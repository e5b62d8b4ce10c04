package io.github.proxmoxmcp.server.export;

import io.github.proxmoxmcp.server.cluster.Reading;

/// Writes down what a cluster is at the moment of a reading, in the language of one tool. No secret is ever in it, and
/// names, notes and tags are text there, whatever they contain.
public interface Exporter {

    /// As `--as` says it: `manifest`, `terraform` or `ansible`.
    String name();

    /// Everything that is selected; what could not be read or cannot be said is in the notes.
    Exported export(Reading reading, Selection selection);
}
