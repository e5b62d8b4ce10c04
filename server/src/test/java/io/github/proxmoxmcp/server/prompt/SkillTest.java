package io.github.proxmoxmcp.server.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.DemoCluster;
import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.server.DirectServer;
import io.github.proxmoxmcp.server.Golden;
import io.github.proxmoxmcp.server.mcp.ToolClient.Result;
import io.github.proxmoxmcp.server.tool.ToolDefinition;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agents are taught is so: every call that the skill shows is made.
class SkillTest {

    private static final Pattern CALL = Pattern.compile("`([a-z]+_?[a-z_]*)((?: [a-z_]+=(?:'[^']*'|[^ `]+))*)`");
    private static final Pattern ARGUMENT = Pattern.compile("([a-z_]+)=(?:'([^']*)'|([^ `]+))");
    private static final Path FILE =
            Path.of(System.getProperty("repository.root"), "examples", "skills", "proxmox", "SKILL.md");

    @Test
    void theFileIsWhatThePromptSays() {
        Golden.check(FILE, Skill.markdown());

        assertThat(Skill.DESCRIPTION).hasSizeLessThan(1_024);
        assertThat(Skill.markdown().lines().count()).isLessThan(100);
    }

    @Test
    void everyCallThatItShowsWorks(@TempDir Path folder) {
        List<String> made = new ArrayList<>();
        try (DemoCluster demo = DemoCluster.start(DemoSettings.parse("nodes=2,guests=12,seed=1,pace=0"));
                DirectServer server = DirectServer.of(Map.of("demo", demo), folder, InstantSource.system(), "")) {
            server.call("list_nodes", "fresh", true);
            List<String> tools =
                    server.tools().stream().map(ToolDefinition::name).toList();
            Matcher call = CALL.matcher(Skill.markdown());
            while (call.find()) {
                assertThat(tools).contains(call.group(1));
                Result answer = server.call(call.group(1), arguments(call.group(2)));
                assertThat(answer.failed())
                        .describedAs("%s: %s", call.group(), answer.text())
                        .isFalse();
                made.add(call.group());
            }
        }

        assertThat(made)
                .hasSizeGreaterThan(12)
                .hasSize((int) Skill.markdown().chars().filter(c -> c == '`').count() / 2);
    }

    private static Object[] arguments(String text) {
        List<Object> all = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(text);
        while (argument.find()) {
            all.add(argument.group(1));
            all.add(argument.group(2) != null ? argument.group(2) : argument.group(3));
        }
        return all.toArray();
    }
}
