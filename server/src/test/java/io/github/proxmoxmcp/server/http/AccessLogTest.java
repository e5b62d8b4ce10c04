package io.github.proxmoxmcp.server.http;

import static io.github.proxmoxmcp.server.http.WebFixture.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.proxmoxmcp.server.tool.Access;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A line for each request: who, from where, what and how it ended, and no secret.
class AccessLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.proxmoxmcp.access");
    private final Lines lines = new Lines();

    @Test
    void tellsWhoAskedWhatAndNeitherTokensNorArguments(@TempDir Path folder) throws InterruptedException {
        logger.addAppender(lines);
        lines.start();
        try (WebFixture web = new WebFixture(folder, WebFixture.settings())) {
            String token = web.token("laptop", Access.READ);
            String session = web.open(token);

            String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
            web.send(web.post(token, call(2, "say", ""))
                    .header("Mcp-Session-Id", session)
                    .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
            web.send(web.request("/mcp?access_token=" + token)
                    .header("Authorization", "Bearer " + token + "x")
                    .GET());
            web.send(web.request("/secret-path").header("traceparent", "secret").GET());

            List<String> said = lines.written(4);
            assertThat(said)
                    .anyMatch(line -> line.matches("principal=token:laptop address=127.0.0.1 method=POST path=/mcp"
                            + " status=200 ms=\\d+ rpc=tools/call trace=" + trace))
                    .anyMatch(line -> line.contains("principal=- ") && line.contains("path=/mcp status=401"))
                    .anyMatch(line -> line.contains("path=other status=404") && line.endsWith("trace=-"));
            assertThat(said)
                    .noneMatch(line -> line.contains(token.substring(5)) || line.contains(session))
                    .noneMatch(line -> line.contains("secret") || line.contains("\"hi\""));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private final List<String> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage());
        }

        /// A line is written after its answer is.
        List<String> written(int count) {
            await().atMost(Duration.ofSeconds(60)).until(() -> all.size() >= count);
            assertThat(all).hasSize(count);
            return all;
        }
    }
}
