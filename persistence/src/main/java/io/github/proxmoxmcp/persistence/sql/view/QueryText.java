package io.github.proxmoxmcp.persistence.sql.view;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.github.proxmoxmcp.persistence.QueryStore;
import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import io.github.proxmoxmcp.persistence.sql.database.Jooq;
import io.github.proxmoxmcp.persistence.sql.statement.ExpressionKind;
import io.github.proxmoxmcp.persistence.sql.statement.ExpressionKinds;
import io.github.proxmoxmcp.persistence.sql.statement.QueryRewriting;
import io.github.proxmoxmcp.persistence.sql.statement.SqlIdioms;
import io.github.proxmoxmcp.persistence.sql.statement.SqlTimes;
import io.github.proxmoxmcp.persistence.sql.statement.SqlWords;
import io.github.proxmoxmcp.persistence.sql.tables.DefaultSchema;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.CommonTableExpression;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Named;
import org.jooq.QualifiedAsterisk;
import org.jooq.Query;
import org.jooq.QueryPart;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.ParserException;
import org.jooq.impl.QOM;

/// Turns a stranger's statement into one that may be run, or refuses it. Three nets, each of its own kind:
///
/// 1. jOOQ's parser takes one statement, knows every function in it, and drops comments.
/// 2. While the statement is rendered, every table that it reads is looked at: only views and its own CTEs pass.
/// 3. In the text that came out every name is quoted, so each bare word is SQL's: only known words pass.
public final class QueryText {

    private static final int MAX_SQL_CHARACTERS = 20_000;
    private static final int MAX_HEADING_CHARACTERS = 60;

    /// What jOOQ writes after an aggregate of texts of which nobody asked for an order.
    private static final String NO_ORDER = " within group (order by null)";

    /// A database may write the expressions of a subquery in FROM into its readers, and so multiply them.
    private static final double MAX_EXPANDED_REFERENCES = 1e7;

    /// Tables that are there, and views: a CTE of the same name could make one of them readable out of its sight.
    private static final Set<String> RESERVED = Stream.of(
                    DefaultSchema.DEFAULT_SCHEMA.tableStream().map(Named::getName),
                    SqlViews.ALL.stream().map(SqlView::name),
                    Stream.of("flyway_schema_history"))
            .flatMap(names -> names)
            .collect(toUnmodifiableSet());

    private final Dialect dialect;
    private final DSLContext dsl;
    private final List<String> views = SqlViews.ALL.stream().map(SqlView::name).toList();
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> own = new HashSet<>();
    private final ExpressionKinds kinds = new ExpressionKinds(() -> SqlViews.ALL.stream()
            .filter(view -> read.contains(view.name()))
            .flatMap(view -> view.documented().columns().stream()));
    private int references;
    private int subqueries;

    public QueryText(Dialect dialect) {
        this.dialect = dialect;
        this.dsl = Jooq.of(dialect, VisitListener.onVisitStart(this::look));
    }

    /// The statement with the definitions of the views that it reads.
    public Rendered render(String statement, ViewScope scope) {
        Select<?> select = parse(statement);
        String text;
        try {
            // First all of it is looked at and its names are learned; only then it is told what its parts are.
            dsl.render(select);
            QueryRewriting rewriting = new QueryRewriting(dialect == Dialect.SQLITE, kinds);
            text = Jooq.of(dialect, VisitListener.onVisitStart(rewriting::visit))
                    .render(select);
        } catch (DataAccessException | IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        } finally {
            read.removeAll(own);
        }
        if (Math.pow(references, subqueries + 1.0) > MAX_EXPANDED_REFERENCES) {
            throw bad(
                    "its subqueries are nested too deeply: write them as WITH name AS (SELECT …), one after the other");
        }
        read.stream().filter(name -> !views.contains(name)).findFirst().ifPresent(name -> {
            throw new QueryErrors(read).noView(name);
        });
        SqlWords.firstForeign(text).ifPresent(word -> {
            throw bad(
                    statement.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT))
                            ? "'" + word + "' is not allowed here"
                            : "a function or type in it is not allowed here");
        });
        return new Rendered(withViews(SqlWords.fence(text, own), scope), headings(select), truths(select));
    }

    /// A statement for the database at hand.
    ///
    /// @param headings of the columns, as far as they are written out
    /// @param truths the headings of booleans, which SQLite takes for numbers
    public record Rendered(String sql, List<String> headings, Set<String> truths) {

        /// The same at a moment, which `now()` then is.
        public Rendered at(Instant now) {
            return new Rendered(sql.replace(SqlTimes.NOW, "'" + SqlTimes.written(now) + "'"), headings, truths);
        }
    }

    private Set<String> truths(Select<?> select) {
        List<Field<?>> selected = ExpressionKinds.selected(select);
        if (selected.isEmpty()) {
            return SqlViews.ALL.stream()
                    .filter(view -> read.contains(view.name()))
                    .flatMap(view -> view.documented().columns().stream())
                    .filter(column -> column.type().equals("boolean"))
                    .map(QueryStore.Column::name)
                    .collect(toUnmodifiableSet());
        }
        List<String> headings = headings(select);
        return IntStream.range(0, selected.size())
                .filter(i -> kinds.of(selected.get(i)) == ExpressionKind.BOOLEAN)
                .mapToObj(headings::get)
                .collect(toUnmodifiableSet());
    }

    private static List<String> headings(Select<?> select) {
        DSLContext bare = Jooq.bare();
        return ExpressionKinds.selected(select).stream()
                .map(field -> field instanceof QOM.FieldAlias<?> || field instanceof TableField<?, ?>
                        ? field.getName()
                        : written(field, bare.render(field)).replace(NO_ORDER, ""))
                .map(heading -> heading.length() <= MAX_HEADING_CHARACTERS
                        ? heading
                        : heading.substring(0, MAX_HEADING_CHARACTERS) + "…")
                .toList();
    }

    /// What the database said of the statement.
    public BadQuery failed(String message) {
        return new QueryErrors(read).failed(message);
    }

    private static String written(Field<?> field, String rendered) {
        boolean enclosed = field instanceof QOM.Add<?>
                || field instanceof QOM.Sub<?>
                || field instanceof QOM.Mul<?>
                || field instanceof QOM.Div<?>;
        return (enclosed ? rendered.substring(1, rendered.length() - 1) : rendered).replace(SqlTimes.NOW, "now()");
    }

    private Select<?> parse(String statement) {
        if (statement.length() > MAX_SQL_CHARACTERS) {
            throw bad("it is longer than " + MAX_SQL_CHARACTERS + " characters");
        }
        try {
            Query[] queries = dsl.parser().parse(SqlIdioms.plain(statement)).queries();
            if (queries.length == 1 && queries[0] instanceof Select<?> select) {
                return select;
            }
        } catch (ParserException e) {
            throw new QueryErrors(read).unparsed(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        throw bad("only one SELECT is allowed");
    }

    private void look(VisitContext context) {
        QueryPart part = context.queryPart();
        kinds.note(part);
        references += part instanceof TableField<?, ?> ? 1 : 0;
        subqueries += part instanceof QOM.DerivedTable<?> ? 1 : 0;
        if (part instanceof QOM.RegexpLike) {
            throw bad("regular expressions are not allowed, use LIKE or GLOB");
        }
        if (part instanceof CommonTableExpression<?> cte) {
            own.add(allowed(cte.getUnqualifiedName()));
        } else if (part instanceof Table<?> table && isName(table) && !isQualifier(context)) {
            if (table.getQualifiedName().parts().length > 1) {
                throw bad("name tables without a schema: '" + table.getName() + "'");
            }
            read.add(table.getName());
        }
    }

    /// Whether it stands for a table by its name, and is not made of other parts that will be looked at themselves.
    private static boolean isName(Table<?> table) {
        return !(table instanceof QOM.TableAlias<?>
                || table instanceof QOM.DerivedTable<?>
                || table instanceof QOM.JoinTable<?, ?>
                || table instanceof QOM.Lateral<?>
                || table instanceof QOM.Values<?>);
    }

    /// Whether a table's name only says which of its columns is meant.
    private static boolean isQualifier(VisitContext context) {
        QueryPart[] path = context.queryParts();
        return path.length > 1
                && (path[path.length - 2] instanceof Field<?> || path[path.length - 2] instanceof QualifiedAsterisk);
    }

    /// A name of a CTE may not hide that a table of this name is read where the CTE is not in sight.
    private String allowed(Name name) {
        String plain = Objects.requireNonNullElse(name.last(), "");
        String folded = plain.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(folded) || folded.startsWith("pg_") || folded.startsWith("sqlite_")) {
            throw bad("give the CTE '" + plain + "' another name");
        }
        return plain;
    }

    private String withViews(String text, ViewScope scope) {
        DSLContext plain = Jooq.of(dialect);
        String definitions = SqlViews.ALL.stream()
                .filter(view -> read.contains(view.name()))
                .map(view -> "\"" + view.name() + "\" as (" + plain.render(view.select(scope)) + ")")
                .collect(joining(", "));
        return definitions.isEmpty() ? text : SqlWords.prepend(definitions, text);
    }

    private BadQuery bad(String reason) {
        return new QueryErrors(read).notRun(reason);
    }
}
