package io.github.proxmoxmcp.persistence.sql.database;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The facts of a row, in the order of its table's columns.
public final class Facts {

    private final @Nullable Object[] values;

    private Facts(@Nullable Object[] values) {
        this.values = values;
    }

    /// Takes the values as they are: nobody else may keep the array.
    public static Facts of(@Nullable Object... values) {
        return new Facts(values);
    }

    public int size() {
        return values.length;
    }

    @Nullable
    public Object at(int index) {
        return values[index];
    }

    public <T> Optional<T> get(int index, Class<T> type) {
        return Optional.ofNullable(values[index]).map(type::cast);
    }

    public Optional<String> text(int index) {
        return Optional.ofNullable(values[index]).map(Object::toString);
    }

    /// These facts, with those of the given columns from `other`.
    public Facts with(Facts other, int... columns) {
        @Nullable Object[] merged = values.clone();
        for (int column : columns) {
            merged[column] = other.values[column];
        }
        return new Facts(merged);
    }

    /// These facts, and where one is absent that of `other`.
    public Facts orElse(Facts other) {
        @Nullable Object[] merged = values.clone();
        for (int column = 0; column < merged.length; column++) {
            if (merged[column] == null) {
                merged[column] = other.values[column];
            }
        }
        return new Facts(merged);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Facts facts && Arrays.equals(values, facts.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
