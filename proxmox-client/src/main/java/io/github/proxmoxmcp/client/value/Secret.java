package io.github.proxmoxmcp.client.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Objects;

/// A credential that is sent or was answered: it must be asked for by name, and nothing that prints it shows it.
public final class Secret {

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// A secret with this value.
    @JsonCreator
    public static Secret of(String value) {
        return new Secret(value);
    }

    /// The value itself.
    public String reveal() {
        return value;
    }

    /// The text with the secret struck out, should it occur in it.
    public String strikeOut(String text) {
        return value.isEmpty() ? text : text.replace(value, "***");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
