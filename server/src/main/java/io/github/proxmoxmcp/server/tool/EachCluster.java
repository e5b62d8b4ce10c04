package io.github.proxmoxmcp.server.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Makes a tool answer for all clusters, where there are several and none is named; see [Fleet]. It must answer with a
/// [Listing] or with an [Overview].
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface EachCluster {}
