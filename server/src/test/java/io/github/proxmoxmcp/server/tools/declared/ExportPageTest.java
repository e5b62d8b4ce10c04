package io.github.proxmoxmcp.server.tools.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.server.tool.ToolException.BadArgument;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// A large export comes in pages of whole files.
class ExportPageTest {

    private static final SortedMap<String, String> FILES =
            new TreeMap<>(Map.of("a.yaml", "aaaa", "b.yaml", "bbb", "c.yaml", "cccc", "d.yaml", "dd"));

    @Test
    void everyFileIsOnOnePageAndNoneIsCut() {
        ExportPage first = ExportPage.of(FILES, Optional.empty(), 8);
        ExportPage second = ExportPage.of(FILES, first.cursor(), 8);

        assertThat(first).isEqualTo(new ExportPage("aaaabbb", 2, Optional.of("b.yaml")));
        assertThat(second).isEqualTo(new ExportPage("ccccdd", 2, Optional.empty()));
    }

    @Test
    void whatNoPageHoldsIsSaid() {
        assertThatThrownBy(() -> ExportPage.of(FILES, Optional.empty(), 3))
                .isInstanceOf(BadArgument.class)
                .hasMessageContaining("the file a.yaml has 4 characters");
        assertThatThrownBy(() -> ExportPage.of(FILES, Optional.of("x"), 8)).hasMessageContaining("no cursor");
    }
}
