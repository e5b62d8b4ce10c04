package io.github.proxmoxmcp.server.tools.declared;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.server.guard.Step;
import io.github.proxmoxmcp.server.manifest.FirewallRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever rules there are, the calls make them the wanted ones, in their order, as Proxmox carries the calls out: a
/// new rule is put first, a change is made in place, and what is named in `delete` goes.
class RuleStepsTest {

    private static final FirewallPlace CLUSTER = new FirewallPlace("cluster", Optional.empty());

    private static final List<String> RULES = List.of(
            "IN ACCEPT",
            "IN SSH(ACCEPT) -source 10.0.0.0/8 # admins",
            "IN ACCEPT -p tcp -dport 80,443",
            "|IN DROP -log info",
            "OUT REJECT -dest +dc/blocked",
            "GROUP web -i net0",
            "FORWARD ACCEPT -p icmp -icmp-type echo-request");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyListBecomesAnyOther(long seed) {
        Random dice = new Random(seed);
        for (int round = 0; round < 250; round++) {
            List<String> now = some(dice);
            List<String> wanted = some(dice);

            List<Step> steps = RuleSteps.of(CLUSTER, now, wanted, Optional.of("d1"));

            assertThat(carriedOut(now, steps))
                    .describedAs(now + " -> " + wanted)
                    .isEqualTo(wanted);
            assertThat(steps.stream().filter(step -> step.parameters().containsKey("digest")))
                    .hasSize(steps.isEmpty() ? 0 : 1);
        }
    }

    @Test
    void aRuleThatStaysIsNeverMissingWhenOneIsPutBeforeIt() {
        List<String> now = List.of(RULES.get(1), RULES.get(3));
        List<Step> steps =
                RuleSteps.of(CLUSTER, now, List.of(RULES.get(2), RULES.get(1), RULES.get(3)), Optional.empty());

        IntStream.rangeClosed(0, steps.size())
                .forEach(done ->
                        assertThat(carriedOut(now, steps.subList(0, done))).containsAll(now));
        assertThat(steps).hasSize(1);
    }

    private static List<String> some(Random dice) {
        return IntStream.range(0, dice.nextInt(6))
                .mapToObj(_ -> RULES.get(dice.nextInt(RULES.size())))
                .toList();
    }

    private static List<String> carriedOut(List<String> now, List<Step> steps) {
        List<SortedMap<String, String>> rules = new ArrayList<>();
        now.forEach(line -> rules.add(new TreeMap<>(FirewallRule.parse(line).options())));
        for (Step step : steps) {
            SortedMap<String, String> sent = new TreeMap<>();
            step.parameters().forEach((name, values) -> sent.put(name, values.getFirst()));
            String last = step.path().substring(step.path().lastIndexOf('/') + 1);
            switch (step.method()) {
                case "POST" -> rules.addFirst(changed(new TreeMap<>(), sent));
                case "PUT" -> rules.set(Integer.parseInt(last), changed(rules.get(Integer.parseInt(last)), sent));
                default -> rules.remove(Integer.parseInt(last));
            }
        }
        return rules.stream().map(rule -> new FirewallRule(rule).line()).toList();
    }

    private static SortedMap<String, String> changed(SortedMap<String, String> rule, SortedMap<String, String> sent) {
        SortedMap<String, String> all = new TreeMap<>(rule);
        all.putAll(sent);
        all.keySet().removeAll(List.of("digest", "delete"));
        List.of(sent.getOrDefault("delete", "").split(",")).forEach(name -> all.remove(name));
        return all;
    }
}
