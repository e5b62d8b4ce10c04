package io.github.proxmoxmcp.persistence.sql.view;

import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Rendered statements of callers: parsing one takes longer than running it, and many are asked again.
public final class QueryTexts {

    private static final int REMEMBERED = 100;

    private final Dialect dialect;
    private final Map<Statement, QueryText.Rendered> texts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Statement, QueryText.Rendered> eldest) {
            return size() > REMEMBERED;
        }
    };

    public QueryTexts(Dialect dialect) {
        this.dialect = dialect;
    }

    private record Statement(String sql, ViewScope scope) {}

    /// The rendered statement ([QueryText#render]), remembered.
    public QueryText.Rendered of(String sql, ViewScope scope) {
        Statement statement = new Statement(sql, scope);
        return known(statement).orElseGet(() -> {
            QueryText.Rendered text = new QueryText(dialect).render(sql, scope);
            synchronized (texts) {
                texts.put(statement, text);
            }
            return text;
        });
    }

    private Optional<QueryText.Rendered> known(Statement statement) {
        synchronized (texts) {
            return Optional.ofNullable(texts.get(statement));
        }
    }

    /// The error ([QueryText#failed]) of a statement that was rendered and did not run.
    public BadQuery failed(String sql, ViewScope scope, String message) {
        QueryText text = new QueryText(dialect);
        var _ = text.render(sql, scope);
        return text.failed(message);
    }
}
