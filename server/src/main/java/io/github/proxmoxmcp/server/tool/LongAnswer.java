package io.github.proxmoxmcp.server.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a tool whose answer may be long when much is asked for: clients that put long answers into a file are told
/// that this one is meant to be read.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface LongAnswer {}
