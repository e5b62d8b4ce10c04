package io.github.proxmoxmcp.persistence.sql;

import io.github.proxmoxmcp.persistence.sql.Database.Dialect;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rendered statements of callers: parsing one takes longer than running it, and many are asked again.
final class QueryTexts {

    private static final int REMEMBERED = 100;

    private final Dialect dialect;
    private final Map<Statement, String> texts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Statement, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    QueryTexts(Dialect dialect) {
        this.dialect = dialect;
    }

    private record Statement(String sql, ViewScope scope) {}

    /// The rendered statement ([QueryText#render]), remembered.
    String of(String sql, ViewScope scope) {
        Statement statement = new Statement(sql, scope);
        return known(statement).orElseGet(() -> {
            String text = new QueryText(dialect).render(sql, scope);
            synchronized (texts) {
                texts.put(statement, text);
            }
            return text;
        });
    }

    private Optional<String> known(Statement statement) {
        synchronized (texts) {
            return Optional.ofNullable(texts.get(statement));
        }
    }

    /// Advice ([QueryText#help]) for a statement that was rendered and did not run.
    String help(String sql, ViewScope scope) {
        QueryText text = new QueryText(dialect);
        var _ = text.render(sql, scope);
        return text.help();
    }
}
