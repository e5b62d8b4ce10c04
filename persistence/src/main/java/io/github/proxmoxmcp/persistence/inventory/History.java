package io.github.proxmoxmcp.persistence.inventory;

import io.github.proxmoxmcp.persistence.value.Kind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a record as a kind of things whose history is kept: a component is a column of its table and of its view, in
/// the order of the record. The table has the kind's name, and what the record says is all that is said of it: rows,
/// readers, views and the reference are derived. [InventoryKind] reads it.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface History {

    Kind kind();

    /// The view's name.
    String view();

    /// What a row of the view is.
    String about();

    /// A question that the view answers.
    String question();

    /// The statement that answers it.
    String sql();

    /// How many leading components identify a thing.
    int key() default 1;

    /// How many leading components say which list a thing stands in: none for a list of the whole cluster.
    int list() default 0;

    /// Says that changes are told as fields of another thing, whose key the record's key begins with.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface PartOf {

        Kind value();

        /// How many leading components are the key of the whole.
        int key() default 1;

        /// What the fields' names begin with; empty: the facts are fields of the whole as they are.
        String as() default "";
    }

    /// What a component means.
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Doc {

        String value();

        /// The column's name where it is not the component's.
        String column() default "";
    }
}
