package io.github.proxmoxmcp.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheTest {

    private static final long BUILT = 1_700_000_000;

    @TempDir
    private Path home;

    @Test
    void filesThatLostTheirTimesGetThemBack() throws Exception {
        Path one = input("one.jar", "one");
        Path other = input("other.jar", "other");
        Files.setLastModifiedTime(other, FileTime.from(BUILT, TimeUnit.SECONDS));

        AotCache.mend(home);

        assertThat(seconds(one)).isEqualTo(BUILT);
        assertThat(seconds(other)).isEqualTo(BUILT);
    }

    @Test
    void filesThatAreOthersThanThoseOfTheCacheAreLeftAlone() throws Exception {
        Path same = input("same.jar", "same");
        Path changed = input("changed.jar", "changed");
        Files.writeString(changed, "CHANGED");
        long before = seconds(same);

        AotCache.mend(home);

        assertThat(seconds(same)).isEqualTo(before).isNotEqualTo(BUILT);
        assertThat(seconds(changed)).isNotEqualTo(BUILT);
    }

    @Test
    void aProgramWithoutTheListIsLeftAlone() throws IOException {
        AotCache.mend(home);

        assertThat(home).isEmptyDirectory();
    }

    private Path input(String name, String content) throws Exception {
        Path lib = Files.createDirectories(home.resolve("lib"));
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
        Path list = lib.resolve("proxmox-mcp.aot.inputs");
        String before = Files.exists(list) ? Files.readString(list) : "";
        Files.writeString(list, before + hash + " " + BUILT + " lib/" + name + "\n");
        return Files.writeString(lib.resolve(name), content);
    }

    private static long seconds(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.SECONDS);
    }
}
