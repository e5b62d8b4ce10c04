package io.github.proxmoxmcp.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.access.TokenLevel;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.tool.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rooms of one cluster where there are two, and the room of what is not as declared.
@Timeout(120)
class PageClustersTest {

    @TempDir
    private static Path folder;

    private static DemoCluster home;
    private static DemoCluster work;
    private static ServedDemo served;
    private static PageVisitor reader;

    @BeforeAll
    static void start() throws IOException {
        home = DemoCluster.start(new DemoSettings(1, 4, 1).withPace(0));
        work = DemoCluster.start(new DemoSettings(2, 9, 2).withPace(0));
        Path manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(manifests.resolve("web.yaml"), """
            apiVersion: proxmox-mcp/v1
            kind: VM
            name: web01
            vmid: 100
            cluster: work
            memory: { size: 3GiB }
            onBoot: false
            """);
        served = new ServedDemo(
                folder, Optional.empty(), """
                    access: read
                    http: {listen: 127.0.0.1:0}
                    manifests: {directory: %s}
                    clusters:
                    %s%s\
                    """.formatted(manifests, cluster("home", home), cluster("work", work)));
        reader = new PageVisitor(served.url(), Optional.of(served.token("rita", Access.READ)));
    }

    private static String cluster(String name, DemoCluster demo) throws IOException {
        Path token = Files.writeString(folder.resolve(name + ".token"), demo.token(TokenLevel.FULL));
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        return "  %s: {url: '%s', token_file: %s, fingerprint: '%s'}\n"
                .formatted(name, demo.url(), token, demo.fingerprint());
    }

    @AfterAll
    static void stop() {
        reader.close();
        served.close();
        work.close();
        home.close();
    }

    @Test
    void theRoomOfTimeIsOfTheClusterThatIsChosen() {
        String first = reader.look("/time").body();
        String second = reader.look("/time?cluster=work").body();

        assertThat(first)
                .contains(">home</option>", ">work</option>", "/guests/home/")
                .doesNotContain("/guests/work/");
        assertThat(second).contains("/guests/work/").doesNotContain("/guests/home/");
        assertThat(second).containsPattern("<option[^>]*selected[^>]*>work</option>");
        assertThat(reader.look("/time?cluster=nowhere").body()).contains("There is no cluster 'nowhere'", "home, work");
    }

    @Test
    void theRoomOfDifferencesIsOfTheClusterThatIsChosen() {
        String first = reader.look("/diff?from=1h+ago").body();
        String second = reader.look("/diff?cluster=work&from=1h+ago").body();

        assertThat(first).containsPattern("<option[^>]*selected[^>]*>home</option>");
        assertThat(second).containsPattern("<option[^>]*selected[^>]*>work</option>");
    }

    @Test
    void theRoomOfDriftShowsWhatIsNotAsDeclared() {
        String of = reader.look("/drift?cluster=work").body();

        assertThat(of).contains("web01", "memory");
        assertThat(reader.look("/drift?cluster=home").body()).contains("it is for cluster 'work', and this is 'home'");
    }
}
