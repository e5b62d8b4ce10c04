package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts one chromedriver and one server for all tests, and a browser for each; none may leave it complaining.
final class BrowserFixture implements ParameterResolver, AfterTestExecutionCallback {

    private static final Namespace OURS = Namespace.create(BrowserFixture.class);

    /// What a test's constructor is given is the test's own.
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Browser.class || type == ServedPage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ServedPage server =
                context.getRoot().getStore(OURS).computeIfAbsent(ServedPage.class, _ -> demo(), ServedPage.class);
        if (parameter.getParameter().getType() == ServedPage.class) {
            return server;
        }
        return context.getStore(OURS)
                .computeIfAbsent(Browser.class, _ -> new Browser(driver(context), server.address()), Browser.class);
    }

    static Driver driver(ExtensionContext context) {
        return context.getRoot().getStore(OURS).computeIfAbsent(Driver.class, _ -> new Driver(), Driver.class);
    }

    private static ServedPage demo() {
        try {
            return new ServedPage(
                    Files.createTempDirectory("page"),
                    "--http-no-auth",
                    "--access",
                    "admin",
                    "--demo=nodes=3,guests=40,pace=0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        Browser browser = context.getStore(OURS).get(Browser.class, Browser.class);
        if (browser != null && context.getExecutionException().isEmpty()) {
            assertThat(browser.complaints())
                    .as("what the browser complained of")
                    .isEmpty();
        }
    }
}
