package io.github.proxmoxmcp.client.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A branch of the API that the server of this project does not call: it is there for other programs, and held by the
/// contract tests of the client alone.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface LibraryOnly {}
