package io.github.proxmoxmcp.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.proxmoxmcp.persistence.value.StoreException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreLocationTest {

    @Test
    void aUrlOfAnotherFormIsRefusedWithTheRightOneAndWithoutItsPassword() {
        for (String url : List.of("postgresql://joe:se/cret@db/x", "postgres://joe:se/cret@db/x?password=se/cret")) {
            assertThatThrownBy(() -> StoreLocation.parse(url))
                    .isInstanceOf(StoreException.Unusable.class)
                    .hasMessageContaining("jdbc:postgresql://HOST/DATABASE?user=USER&password=PASSWORD")
                    .message()
                    .doesNotContain("cret");
        }
        assertThatThrownBy(() -> StoreLocation.parse("jdbc:mysql:x?password=secret"))
                .isInstanceOf(StoreException.Unusable.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void aDatabaseIsShownWithoutUserAndPassword() {
        assertThat(StoreLocation.parse("jdbc:postgresql://joe:s@db/x?password=s"))
                .hasToString("jdbc:postgresql://db/x");
        assertThat(StoreLocation.parse("jdbc:postgresql:x?password=s")).hasToString("jdbc:postgresql:x");
        assertThat(StoreLocation.parse("what?.db")).hasToString("what?.db");
    }
}
