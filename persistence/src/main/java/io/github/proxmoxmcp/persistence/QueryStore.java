package io.github.proxmoxmcp.persistence;

import io.github.proxmoxmcp.persistence.value.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Read-only SQL over the documented views.
public interface QueryStore {

    /// Runs one SELECT over the views of one cluster at a moment.
    ///
    /// @throws StoreException.BadQuery when it is not one SELECT over known views, columns and functions, or it
    ///     fails or takes too long; the message says what to do next
    Result run(String cluster, String sql, Moment asOf, Limits limits);

    /// The views that can be asked.
    List<View> views();

    /// @param rows at most so many are returned
    /// @param time the statement is stopped after it
    record Limits(int rows, Duration time) {}

    /// @param truncated whether there were more rows than the limit
    /// @param rows values are strings, numbers, booleans or null (SQL's)
    record Result(List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {}

    /// A documented view.
    record View(String name, String description, List<Column> columns, Example example) {}

    /// A question that a view answers, and how.
    record Example(String question, String sql) {}

    /// @param unit of its values, where they have one
    record Column(String name, String type, Optional<String> unit, String description) {}
}
