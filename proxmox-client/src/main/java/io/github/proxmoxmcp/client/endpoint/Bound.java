package io.github.proxmoxmcp.client.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The placeholders with which all paths of an interface begin, and which are filled when it is bound: its methods take
/// the rest of the arguments only.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Bound {

    /// Their names in order.
    String[] value();
}
