package io.github.proxmoxmcp.persistence.sql.history;

import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.history.Comparison.Mark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/// Writes what a comparison found: closes and opens intervals, sets and clears `unknown since`.
public record HistoryWriter(Connection connection, int cluster) {

    public void write(HistoryTable kind, List<Transition> transitions, List<Mark> marks) throws SQLException {
        end(kind, transitions);
        open(kind, transitions);
        mark(kind, marks);
        if (!transitions.isEmpty() || !marks.isEmpty()) {
            TableVersions.written(connection, cluster, kind.table());
        }
    }

    private void end(HistoryTable kind, List<Transition> transitions) throws SQLException {
        try (Batch close = new Batch(connection, kind.close());
                Batch delete = new Batch(connection, kind.delete())) {
            for (Transition transition : transitions) {
                if (transition.before().isPresent()) {
                    Version version = transition.before().get();
                    // What held for no time at all never held: two looks in one millisecond.
                    if (version.from() == transition.at()) {
                        add(delete, version);
                    } else {
                        // Where another version follows, that one says who opened it.
                        OptionalLong by = transition.after().isEmpty() ? transition.task() : OptionalLong.empty();
                        add(close.set(transition.at()).set(by), version);
                    }
                }
            }
            close.finish();
            delete.finish();
        }
    }

    private void open(HistoryTable kind, List<Transition> transitions) throws SQLException {
        try (Batch insert = new Batch(connection, kind.insert())) {
            for (Transition transition : transitions) {
                if (transition.after().isPresent()) {
                    Row row = transition.after().get();
                    insert.setAll(row.key());
                    for (int i = 0; i < row.facts().size(); i++) {
                        insert.set(row.facts().at(i));
                    }
                    insert.set(cluster)
                            .set(transition.at())
                            .set(transition.unknownSince())
                            .set(transition.task())
                            .add();
                }
            }
            insert.finish();
        }
    }

    private void mark(HistoryTable kind, List<Mark> marks) throws SQLException {
        try (Batch update = new Batch(connection, kind.mark())) {
            for (Mark mark : marks) {
                add(update.set(mark.unknownSince()), mark.version());
            }
            update.finish();
        }
    }

    private void add(Batch batch, Version version) throws SQLException {
        batch.setAll(version.key()).set(cluster).set(version.from()).add();
    }
}
