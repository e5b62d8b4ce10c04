package io.github.proxmoxmcp.server.page.browser;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests in a real browser on the built program. `.ci/try-page` runs them; the build only compiles them, since it needs
/// no browser. They are given a [Browser] of their own, and share a [ServedPage].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("browser")
@ExtendWith(BrowserFixture.class)
public @interface InBrowser {}
