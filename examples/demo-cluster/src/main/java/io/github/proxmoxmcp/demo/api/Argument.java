package io.github.proxmoxmcp.demo.api;

/// The value that a call gives to a parameter.
///
/// @param shape empty for a scalar, else what Perl calls the thing: `ARRAY` or `HASH`
public record Argument(String text, String shape) {
    static Argument scalar(String text) {
        return new Argument(text, "");
    }

    static Argument shaped(String shape) {
        return new Argument("", shape);
    }
}
