package io.github.proxmoxmcp.server.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackupScheduleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "02:00|1",
                "*/4:00|1",
                "daily|1",
                "sat 03:00|7",
                "mon..fri 22:30|3",
                "mon,thu 01:00|4",
                "sat..tue 01:00|4",
                "Sunday 04:00|7",
                "weekly|7",
                "monthly|31",
                "*-*-01 00:00|31",
                "hourly|1"
            })
    void knowsTheLongestPauseInDays(String schedule, int days) {
        assertThat(BackupSchedule.longestPause(schedule)).isEqualTo(Duration.ofDays(days));
    }
}
