package io.github.proxmoxmcp.persistence.sql.history;

import static io.github.proxmoxmcp.persistence.sql.history.HistoryTables.SEPARATOR;

import io.github.proxmoxmcp.persistence.inventory.InventoryKind;
import io.github.proxmoxmcp.persistence.sql.database.Columns;
import io.github.proxmoxmcp.persistence.sql.database.Facts;
import io.github.proxmoxmcp.persistence.sql.database.Row;
import io.github.proxmoxmcp.persistence.sql.history.HistoryTable.Owner;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The table of a kind that is read in lists, made from its record: its columns, records as rows and rows as records.
public record InventoryTable(InventoryKind of, HistoryTable table) {

    static final List<InventoryTable> ALL =
            InventoryKind.all().stream().map(InventoryTable::make).toList();

    public static InventoryTable of(Class<? extends Record> type) {
        return ALL.stream()
                .filter(one -> one.of.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static InventoryTable make(InventoryKind kind) {
        List<Columns.Column> columns = kind.columns().stream()
                .map(column -> type(column).of(column.name()))
                .toList();
        int key = kind.history().key();
        Owner owner = kind.part()
                .map(part -> new Owner(part.value(), part.key(), part.as(), 0))
                .orElse(new Owner(kind.kind(), key, "", 0));
        return new InventoryTable(
                kind,
                new HistoryTable(
                        kind.kind(),
                        kind.table(),
                        new Columns(columns.subList(0, key)),
                        new Columns(columns.subList(key, columns.size())),
                        owner,
                        OptionalInt.of(kind.history().list())));
    }

    private static Class<?> plain(InventoryKind.Column column) {
        if (column.component().getGenericType() instanceof ParameterizedType type
                && type.getRawType() == Optional.class) {
            Type value = type.getActualTypeArguments()[0];
            return (Class<?>) (value instanceof ParameterizedType generic ? generic.getRawType() : value);
        }
        return column.component().getType();
    }

    private static Columns.Type type(InventoryKind.Column column) {
        Class<?> type = plain(column);
        if (type == String.class || type == List.class || type.isEnum()) {
            return Columns.Type.TEXT;
        }
        if (type == SortedMap.class) {
            return Columns.Type.SETTINGS;
        }
        if (type == int.class || type == Integer.class) {
            return Columns.Type.INTEGER;
        }
        if (type == long.class || type == Long.class) {
            return Columns.Type.LONG;
        }
        if (type == double.class || type == Double.class) {
            return Columns.Type.DOUBLE;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Columns.Type.BOOLEAN;
        }
        if (type == Instant.class) {
            return Columns.Type.TIME;
        }
        throw new IllegalArgumentException("no column can hold a " + type.getName());
    }

    /// A text of the key that is absent stands there empty: no column of a key is null.
    Row row(Record thing) {
        List<Object> key = new ArrayList<>();
        @Nullable Object[] facts = new Object[table.facts().size()];
        for (int i = 0; i < of.columns().size(); i++) {
            Object value = stored(get(of.columns().get(i), thing));
            if (i < table.key().size()) {
                key.add(value == null ? "" : value);
            } else {
                facts[i - table.key().size()] = value;
            }
        }
        return new Row(Collections.unmodifiableList(key), Facts.of(facts));
    }

    private static Object get(InventoryKind.Column column, Record thing) {
        try {
            return column.component().getAccessor().invoke(thing);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    private static Object stored(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.isPresent() ? stored(optional.get()) : null;
            case List<?> words ->
                String.join(SEPARATOR, words.stream().map(Object::toString).toList());
            case SortedMap<?, ?> options -> SettingsText.of(options);
            case Instant time -> time.toEpochMilli();
            case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
            default -> value;
        };
    }

    /// What a version says, as the record that it was made from.
    public <T extends Record> T thing(Class<T> type, Version version) {
        @Nullable Object[] values = new Object[of.columns().size()];
        Class<?>[] types = new Class<?>[values.length];
        for (int i = 0; i < values.length; i++) {
            int fact = i - table.key().size();
            InventoryKind.Column column = of.columns().get(i);
            types[i] = column.component().getType();
            values[i] = given(
                    column, fact < 0 ? version.key().get(i) : version.facts().at(fact), fact < 0);
        }
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nullable
    private static Object given(InventoryKind.Column column, @Nullable Object stored, boolean isKey) {
        boolean optional = column.component().getType() == Optional.class;
        if (stored == null || (optional && isKey && stored.equals(""))) {
            return optional ? Optional.empty() : null;
        }
        Class<?> type = plain(column);
        Object value = stored;
        if (type == List.class) {
            value = Records.words(stored.toString());
        } else if (type == SortedMap.class) {
            value = SettingsText.options(stored.toString());
        } else if (type == Instant.class) {
            value = Instant.ofEpochMilli((Long) stored);
        } else if (type.isEnum()) {
            value = List.of(type.getEnumConstants()).stream()
                    .filter(word -> ((Enum<?>) word).name().equalsIgnoreCase(stored.toString()))
                    .findFirst()
                    .orElseThrow();
        }
        return optional ? Optional.of(value) : value;
    }
}
