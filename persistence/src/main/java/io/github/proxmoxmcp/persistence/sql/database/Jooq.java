package io.github.proxmoxmcp.persistence.sql.database;

import io.github.proxmoxmcp.persistence.sql.database.Database.Dialect;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.VisitListener;
import org.jooq.conf.ParseNameCase;
import org.jooq.conf.ParseUnknownFunctions;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/// jOOQ, set up to parse what strangers write and to render it with every name in quotes and every value in place.
public final class Jooq {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private Jooq() {}

    /// For headings: names without quotes, in no database's words.
    public static DSLContext bare() {
        return DSL.using(
                SQLDialect.DEFAULT,
                new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.NEVER)
                        .withStatementType(StatementType.STATIC_STATEMENT));
    }

    /// @param listener sees every part that is rendered
    public static DSLContext of(Dialect dialect, VisitListener... listener) {
        return DSL.using(new DefaultConfiguration()
                .set(
                        switch (dialect) {
                            case SQLITE -> SQLDialect.SQLITE;
                            case POSTGRES -> SQLDialect.POSTGRES;
                        })
                .set(new Settings()
                        .withParseUnknownFunctions(ParseUnknownFunctions.FAIL)
                        .withParseNameCase(ParseNameCase.LOWER_IF_UNQUOTED)
                        .withRenderSchema(true)
                        .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                        .withStatementType(StatementType.STATIC_STATEMENT))
                .set(listener));
    }
}
