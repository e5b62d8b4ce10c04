package io.github.proxmoxmcp.server.export.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.proxmoxmcp.server.export.ExportedGuest;
import io.github.proxmoxmcp.server.export.Guests;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// No provider runs here. What is compared instead is what it would hold after an import ([ImportedState]) with what is
/// configured, as Terraform plans it: what is absent is its default, unless it is read back.
class EmptyPlanTest {

    /// Set to its default by an import, or not compared where it is not configured.
    private static final Pattern NOT_READ = Pattern.compile(" vm\\.(timeout_.*|migrate|.*_on_destroy|reboot.*)$"
            + "|\\.agent\\.0\\.timeout$| (vm|container)\\.(pool_id|started)$");

    private final List<String> changes = new ArrayList<>();
    private int compared;

    @Test
    void aPlanAfterTheImportHasNothingToDo() {
        Optional<ProviderSchema> schema = ProviderSchema.read();
        assumeTrue(schema.isPresent(), "the provider's schema is not beside the repository: " + ProviderSchema.FILE);
        int guests = 0;
        for (ExportedGuest guest : Stream.concat(Guests.recorded().stream(), Guests.madeUp().stream())
                .toList()) {
            GuestText text = GuestText.of(guest, new BlockLabels());
            if (text.resource().isPresent()) {
                guests++;
                HclReader.Body body = HclReader.read(text.text()).getFirst();
                body(
                        guest.vmid() + (guest.isVm() ? " vm" : " container"),
                        body,
                        schema.get().argument(text.resource().get().type()).path("args"),
                        guest.isVm() ? ImportedState.of(guest) : ImportedContainer.of(guest),
                        ignored(body));
            }
        }

        assertThat(guests).isGreaterThan(200);
        assertThat(compared).isGreaterThan(5_000);
        assertThat(changes).isEmpty();
    }

    private static Set<String> ignored(HclReader.Body body) {
        Object names = body.block("lifecycle").arguments().getOrDefault("ignore_changes", List.of());
        return ((List<?>) names)
                .stream().map(name -> ((HclReader.Name) name).text()).collect(Collectors.toSet());
    }

    private void body(
            String where, HclReader.Body body, JsonNode arguments, Map<String, Object> state, Set<String> ignored) {
        arguments.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode argument = entry.getValue();
            boolean computed = argument.path("computed").asBoolean(false);
            boolean writable = argument.path("optional").asBoolean(false)
                    || argument.path("required").asBoolean(false);
            if (ignored.contains(name) || (computed && !writable)) {
                return;
            }
            if (argument.path("kind").asString("").equals("block")) {
                blocks(where + "." + name, body.blocks(name), argument, state.getOrDefault(name, List.of()), computed);
            } else if (body.arguments().containsKey(name)
                    || (!computed && !NOT_READ.matcher(where + "." + name).find())) {
                compared++;
                Object wanted = body.arguments().containsKey(name)
                        ? plain(body.arguments().get(name))
                        : plain(argument.path("default"));
                if (name.equals("description")) {
                    wanted = wanted.toString().strip().replace("\r\n", "\n");
                    if (where.endsWith("container") && !wanted.equals("")) {
                        wanted += "\n";
                    }
                }
                if (!wanted.equals(plain(state.getOrDefault(name, "")))) {
                    changes.add(where + "." + name + ": " + plain(state.getOrDefault(name, "")) + " -> " + wanted);
                }
            }
        });
    }

    private void blocks(String where, List<HclReader.Body> wanted, JsonNode block, Object there, boolean computed) {
        List<?> state = there instanceof List<?> list ? list : List.of();
        if (wanted.isEmpty() && computed) {
            return;
        }
        compared++;
        if (wanted.size() != state.size()) {
            changes.add(where + ": " + state.size() + " -> " + wanted.size());
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            @SuppressWarnings("unchecked")
            Map<String, Object> one = (Map<String, Object>) state.get(i);
            body(where + "." + i, wanted.get(i), block.path("args"), one, Set.of());
        }
    }

    /// What is empty, zero or false is as if it were not there.
    private static Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case JsonNode node when node.isMissingNode() || node.isNull() -> "";
            case JsonNode node when node.isBoolean() -> plain(node.asBoolean());
            case JsonNode node when node.isNumber() -> plain(node.decimalValue());
            case JsonNode node -> node.asString("");
            case Boolean truth -> truth ? truth : "";
            case Integer number -> plain(new BigDecimal(number));
            case BigDecimal number -> number.signum() == 0 ? "" : number.stripTrailingZeros();
            case List<?> list -> list.isEmpty() ? "" : list;
            default -> value;
        };
    }
}
