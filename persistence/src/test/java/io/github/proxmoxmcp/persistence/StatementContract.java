package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.QueryStore.Limits;
import io.github.proxmoxmcp.persistence.QueryStore.Result;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.StoreException.BadQuery;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Statements as people and models write them, and the errors that they get: the same on every database.
abstract class StatementContract {

    static final Limits LIMITS = new Limits(100, Duration.ofSeconds(20));

    Store store;

    StatementContract(StoreLocation location) {
        this.store = Stores.open(location, InstantSource.fixed(cycle(6)));
    }

    final Result run(String sql) {
        return run(sql, Moment.now());
    }

    final Result run(String sql, Moment moment) {
        return store.queries().run(LAB, sql, moment, LIMITS);
    }

    /// A statement of the file, and what it answers.
    static Stream<Arguments> statements() throws IOException {
        try (InputStream in = StatementContract.class.getResourceAsStream("statements.txt")) {
            List<String> lines = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return lines.stream()
                    .map(line -> Arguments.of(
                            line.substring(0, line.lastIndexOf(" => ")), line.substring(line.lastIndexOf(" => ") + 4)));
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void answersWhatPeopleWriteAlikeOnEveryDatabase(String sql, String expected) {
        Result result = run(sql);

        assertThat(Stream.concat(
                                Stream.of(String.join(" | ", result.columns())),
                                result.rows().stream()
                                        .map(row -> row.stream()
                                                .map(StatementContract::shown)
                                                .collect(joining(" | "))))
                        .collect(joining(" ; ")))
                .isEqualTo(expected);
    }

    /// Databases differ in what type they give a whole number.
    private static String shown(Object value) {
        return value instanceof Double number && number == Math.rint(number)
                ? String.valueOf(number.longValue())
                : String.valueOf(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        select * from guest | there is no view 'guest', did you mean guests
        select vm_id from guests | there is no column 'vm_id', did you mean vmid
        select g.nme from guests g | there is no column 'g.nme', did you mean name
        select nodename(name) from guests | there is no function 'nodename' here
        select strftim('%H', started_at) from tasks | there is no function 'strftim' here, did you mean strftime
        select started_at - 7 from tasks | write interval '7 days'
        select vmid from guests where template = 'maybe' | 'maybe' is neither true nor false
        select type from tasks where started_at > '1 day ago' | '1 day ago' is no time
        select type from tasks where started_at > 1764500000 | '1764500000' is no time
        select datediff('second', started_at, ended_at) from tasks | a time minus a time is a duration
        select name from guests where name ~ 'web' | use LIKE or GLOB
        select count(* from guests | [here]from guests
        select random() from guests | not allowed here
        """)
    void anErrorIsShortAndSaysWhatWasMeant(String sql, String said) {
        assertThatThrownBy(() -> run(sql))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining(said)
                .satisfies(
                        error -> assertThat(String.valueOf(error.getMessage()).getBytes(UTF_8))
                                .hasSizeLessThan(600));
    }

    @Test
    void anErrorAboutManyViewsIsShortToo() {
        assertThatThrownBy(() -> run("select nothing from guests, nodes, tasks, storages, backups, changes"))
                .hasMessageContaining("there is no column 'nothing'")
                .satisfies(
                        error -> assertThat(String.valueOf(error.getMessage()).getBytes(UTF_8))
                                .hasSizeLessThan(600));
    }

    @Test
    void callsThatWriteTheirArgumentTwiceDoNotFillTheMemory() {
        String nested = "date_trunc('week', ".repeat(60) + "now()" + ")".repeat(60);

        assertThatThrownBy(() -> run("select " + nested))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void nowIsTheMomentThatIsAskedAbout() {
        assertThat(run("select now() as n", Moment.at(cycle(1))).rows())
                .containsExactly(List.of("2026-11-20T10:00:10.000Z"));
    }
}
