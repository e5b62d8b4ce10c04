package io.github.proxmoxmcp.demo.route;

import java.util.List;

/// The value that a call gives to a parameter.
///
/// @param shape empty for a scalar, else what Perl calls the thing: `ARRAY` or `HASH`
public record Argument(String text, String shape) {
    /// What no value holds.
    static final String SEPARATOR = "\0";

    public static Argument scalar(String text) {
        return new Argument(text, "");
    }

    /// Several values; they stay together in one text.
    public static Argument list(List<String> values) {
        return new Argument(String.join(SEPARATOR, values), "ARRAY");
    }

    public static Argument shaped(String shape) {
        return new Argument("", shape);
    }
}
