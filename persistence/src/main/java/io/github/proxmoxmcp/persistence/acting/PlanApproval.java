package io.github.proxmoxmcp.persistence.acting;

/// By what one person approved a plan.
///
/// @param operator the person's name
/// @param evidence a signature, base64, or an assertion, as JSON
public record PlanApproval(String plan, String operator, Kind kind, String evidence) {

    /// What it was approved with.
    public enum Kind {
        /// An operator's key in a file.
        KEY,
        /// A passkey.
        PASSKEY
    }
}
