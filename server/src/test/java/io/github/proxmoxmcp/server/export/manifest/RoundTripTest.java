package io.github.proxmoxmcp.server.export.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.client.guest.GuestConfig;
import io.github.proxmoxmcp.server.manifest.Difference;
import io.github.proxmoxmcp.server.manifest.FieldComparison;
import io.github.proxmoxmcp.server.manifest.GuestFacts;
import io.github.proxmoxmcp.server.manifest.Manifest;
import io.github.proxmoxmcp.server.manifest.ManifestSet;
import io.github.proxmoxmcp.server.manifest.yaml.YamlWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is written of a guest, read again and compared with the same guest, differs in nothing.
class RoundTripTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void everyRecordedGuestIsWrittenAsItIs() throws IOException {
        List<GuestFacts> guests = recorded();

        assertThat(guests).hasSizeGreaterThan(30);
        assertThat(guests)
                .allSatisfy(guest -> assertThat(differences(guest, written(guest)))
                        .describedAs(written(guest))
                        .isEmpty());
    }

    @Test
    void whatARecordedGuestCannotDeclareIsSaid() throws IOException {
        List<String> left = recorded().stream()
                .flatMap(guest -> GuestDocument.of(guest, "key").left().stream())
                .distinct()
                .sorted()
                .toList();

        assertThat(left)
                .containsExactly(
                        "cipassword is a secret",
                        "raw lxc.* lines are not part of a manifest: Proxmox's API does not change them");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void guestsThatDiceMadeAreWrittenAsTheyAre(long seed) {
        RandomGuests dice = new RandomGuests(seed);
        List<GuestFacts> guests =
                IntStream.range(100, 300).mapToObj(dice::guest).toList();

        assertThat(guests)
                .allSatisfy(guest -> assertThat(differences(guest, written(guest)))
                        .describedAs(written(guest))
                        .isEmpty());
        assertThat(guests)
                .allSatisfy(guest ->
                        assertThat(GuestDocument.of(guest, "key").left()).isEmpty());
    }

    /// Equal values in other spellings are equal, and any other value is none.
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void whatProxmoxOnlySpellsOtherwiseIsNoDifference(long seed) {
        RandomGuests dice = new RandomGuests(seed);
        for (int vmid = 100; vmid < 300; vmid++) {
            GuestFacts guest = dice.guest(vmid);
            String text = written(guest);

            assertThat(differences(dice.respelled(guest), text))
                    .describedAs(text)
                    .isEmpty();
            RandomGuests.Changed changed = dice.changed(guest);
            assertThat(differences(changed.guest(), text))
                    .describedAs(changed.option() + " of " + text)
                    .isNotEmpty();
        }
    }

    private static String written(GuestFacts guest) {
        return YamlWriter.write(GuestDocument.of(guest, "the-key").tree());
    }

    private static List<String> differences(GuestFacts guest, String text) {
        Manifest manifest = ManifestSet.read("test", new TreeMap<>(java.util.Map.of("guest.yaml", text)))
                .manifests()
                .getFirst();
        assertThat(manifest.fields()).isNotEmpty();
        return FieldComparison.of(manifest, guest).stream()
                .filter(Difference::matters)
                .map(one -> one.path() + ": " + one.shownNow() + " -> "
                        + one.wanted().shown())
                .toList();
    }

    private static List<GuestFacts> recorded() throws IOException {
        List<GuestFacts> guests = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(RoundTripTest.class.getResourceAsStream("recorded-guests.json"))) {
            for (JsonNode one : JSON.readTree(file)) {
                SortedMap<String, String> config =
                        JSON.treeToValue(one.get("config"), GuestConfig.class).withoutDigest();
                guests.add(new GuestFacts(
                        one.get("vmid").asInt(),
                        one.get("type").asString().equals("lxc"),
                        Optional.empty(),
                        one.get("node").asString(),
                        "running",
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(config),
                        Optional.empty()));
            }
        }
        return guests;
    }
}
