package io.github.proxmoxmcp.server.tool;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// On a component of an answer that is a text or texts of others, though mostly but a word: a name, a status, an
/// address. It stays a plain text for programs, and is marked by `«»` where it is more than a word.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Untrusted {}
