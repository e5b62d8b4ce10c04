package io.github.proxmoxmcp.persistence.value;

/// What becomes of texts before they are stored, told for those that were stored before the rule was.
///
/// @param version another one whenever the rule says something else
public record TextRule(String version, Change change) {

    /// A change of texts.
    @FunctionalInterface
    public interface Change {

        /// The text that may be stored: the same one where nothing is to be changed.
        ///
        /// @param name of what has this text: a column, or the option that it is the value of
        String of(String name, String text);
    }
}
