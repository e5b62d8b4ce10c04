package io.github.proxmoxmcp.server.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a method a tool: one record in (and a [Caller] if it wants one, or a [ToolCall] if it acts), an [Answer] out.
///
/// Nothing has a default, so that javac refuses a tool that leaves something out. The name is a contract with clients:
/// written out here, never derived.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tool {

    String name();

    String title();

    String description();

    Effect effect();

    /// What its calls need of the token on the cluster, as [Privileges] writes it: `init` grants it, `doctor` compares.
    String[] needs();
}
