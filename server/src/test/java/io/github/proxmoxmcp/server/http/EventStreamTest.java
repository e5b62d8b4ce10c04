package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A client that reads too slowly.
@Timeout(60)
class EventStreamTest {

    @Test
    void whoeverSendsNeverWaitsAndAStreamThatNobodyReadsEnds() throws Exception {
        EventStream stream = new EventStream();

        for (int message = 0; message < 5_000; message++) {
            stream.send("{\"n\":" + message + "}", false);
        }

        ByteArrayOutputStream read = new ByteArrayOutputStream();
        stream.pump(read, Optional.empty(), () -> true, false);
        assertThat(read.toString(StandardCharsets.UTF_8))
                .contains("{\"n\":999}")
                .doesNotContain("{\"n\":1001}");
        assertThat(stream.isOver()).isTrue();
    }
}
