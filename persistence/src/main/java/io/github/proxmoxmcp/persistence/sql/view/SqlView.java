package io.github.proxmoxmcp.persistence.sql.view;

import io.github.proxmoxmcp.persistence.QueryStore.Column;
import io.github.proxmoxmcp.persistence.QueryStore.Example;
import io.github.proxmoxmcp.persistence.QueryStore.View;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.SelectField;

/// A documented view: a question that it answers, its columns, each with what it shows, and the rows that they are
/// taken from.
///
/// @param rows makes the whole select out of the columns
public record SqlView(
        String name,
        String description,
        Example example,
        List<Item> items,
        BiFunction<ViewScope, List<SelectField<?>>, Select<?>> rows) {

    /// A column and its value.
    public record Item(Column column, Function<ViewScope, Field<?>> value) {}

    public static Example example(String question, String sql) {
        return new Example(question, sql);
    }

    public static Item text(String name, String description, Field<?> value) {
        return item(name, "text", Optional.empty(), description, _ -> value);
    }

    public static Item bool(String name, String description, Field<Boolean> value) {
        return item(name, "boolean", Optional.empty(), description, _ -> value);
    }

    public static Item integer(String name, String description, Field<?> value) {
        return item(name, "integer", Optional.empty(), description, _ -> value);
    }

    public static Item bytes(String name, String description, Field<Long> value) {
        return item(name, "integer", Optional.of("bytes"), description, _ -> value);
    }

    public static Item number(String name, String description, Field<Double> value) {
        return item(name, "number", Optional.empty(), description, scope -> scope.number(value));
    }

    public static Item time(String name, String description, Function<ViewScope, Field<?>> value) {
        return item(name, "text", Optional.of("ISO-8601, UTC"), description, value);
    }

    public static Item item(
            String name, String type, Optional<String> unit, String description, Function<ViewScope, Field<?>> value) {
        return new Item(new Column(name, type, unit, description), value);
    }

    public View documented() {
        return new View(name, description, items.stream().map(Item::column).toList(), example);
    }

    public List<String> columns() {
        return items.stream().map(item -> item.column().name()).toList();
    }

    public Select<?> select(ViewScope scope) {
        List<SelectField<?>> fields = items.stream()
                .<SelectField<?>>map(
                        item -> item.value().apply(scope).as(item.column().name()))
                .toList();
        return rows.apply(scope, fields);
    }
}
