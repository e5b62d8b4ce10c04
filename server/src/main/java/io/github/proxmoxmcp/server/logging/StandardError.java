package io.github.proxmoxmcp.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import io.github.proxmoxmcp.server.tool.Printable;

/// Logs to standard error, because standard output belongs to the protocol. In code and not in XML, which would cost
/// the start-up a parser.
public final class StandardError extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayout layout = new PrintableLayout();
        layout.setContext(context);
        layout.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20} - %msg%n");
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("io.github.proxmoxmcp").setLevel(Level.toLevel(System.getenv("PROXMOX_MCP_LOG"), Level.INFO));
        // Of several processes that tidy one temporary folder the slower ones find nothing left, with a stack trace.
        // What
        // matters of the library is thrown as well.
        context.getLogger("org.sqlite.SQLiteJDBCLoader").setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /// What is logged quotes others, down to the messages of exceptions: only the time of an event begins a line.
    private static final class PrintableLayout extends PatternLayout {

        @Override
        public String doLayout(ILoggingEvent event) {
            return Printable.message(super.doLayout(event)) + System.lineSeparator();
        }
    }
}
