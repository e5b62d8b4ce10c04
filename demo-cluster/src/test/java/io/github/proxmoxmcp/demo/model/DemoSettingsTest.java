package io.github.proxmoxmcp.demo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoSettingsTest {
    @Test
    void readsWhatIsGivenAndKeepsTheDefaultsOfTheRest() {
        assertThat(DemoSettings.parse("guests=10000, nodes=32")).isEqualTo(new DemoSettings(32, 10_000, 1));
        assertThat(DemoSettings.parse("")).isEqualTo(new DemoSettings(3, 40, 1));
        assertThat(DemoSettings.parse("seed=7,pace=0,port=8006"))
                .isEqualTo(new DemoSettings(3, 40, 7).withPace(0).withPort(8006));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        node=3    | unknown key 'node'; known keys are nodes, guests, seed, pace, port
        nodes     | 'nodes' is not of the form key=value
        nodes=x   | nodes must be a number, not 'x'
        nodes=0   | nodes must be from 1 to 64, not 0
        guests=-1 | guests must be from 0 to 100000, not -1
        pace=-1   | pace must be from 0 to 100
        pace=NaN  | pace must be from 0 to 100
        """)
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> DemoSettings.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
