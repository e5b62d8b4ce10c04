package io.github.proxmoxmcp.server.sync;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/// What a class says in the log.
record Heard(Logger logger, ListAppender<ILoggingEvent> appender) implements AutoCloseable {

    static Heard of(Class<?> type) {
        Heard heard = new Heard((Logger) LoggerFactory.getLogger(type), new ListAppender<>());
        heard.appender.start();
        heard.logger.setLevel(Level.INFO);
        heard.logger.addAppender(heard.appender);
        return heard;
    }

    List<String> lines() {
        return appender.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
