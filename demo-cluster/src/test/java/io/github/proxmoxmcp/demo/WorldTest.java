package io.github.proxmoxmcp.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.demo.model.DemoSettings;
import io.github.proxmoxmcp.demo.model.GuestType;
import io.github.proxmoxmcp.demo.world.ClusterSeed;
import io.github.proxmoxmcp.demo.world.SimulatedGuest;
import io.github.proxmoxmcp.demo.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorldTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void theSameSeedGivesByteIdenticalConfigurationOnAnotherDay() {
        var first = configuration(ClusterSeed.found(new DemoSettings(3, 200, 7), clock));
        clock.advance(Duration.ofDays(100));

        var second = configuration(ClusterSeed.found(new DemoSettings(3, 200, 7), clock));
        var otherSeed = configuration(ClusterSeed.found(new DemoSettings(3, 200, 8), clock));

        assertThat(second).isEqualTo(first).hasSizeGreaterThan(50_000);
        assertThat(otherSeed).isNotEqualTo(first);
    }

    @Test
    void holdsAsManyGuestsAsAskedForEachWithItsOwnAddresses() {
        for (int guests : new int[] {0, 1, 2, 5, 40, 10_000}) {
            var world = ClusterSeed.found(new DemoSettings(guests > 100 ? 32 : 3, guests, 1), clock);

            assertThat(world.guests()).hasSize(guests);
            var macs = new HashSet<String>();
            var addresses = new HashSet<String>();
            for (var guest : world.guests()) {
                macs.add(guest.config().option("net0").orElseThrow().replaceAll(".*(BC:24:11[:0-9A-F]{9}).*", "$1"));
                addresses.add(guest.address());
            }
            assertThat(macs).hasSize(guests);
            assertThat(addresses).hasSize(guests);
        }
    }

    @Test
    void theDefaultClusterShowsWhatIsWorthAskingAbout() {
        var world = ClusterSeed.found(DemoSettings.defaults(), clock);

        var guests = world.guests();
        long machines =
                guests.stream().filter(guest -> guest.kind() == GuestType.QEMU).count();
        var names = guests.stream()
                .map(SimulatedGuest::name)
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));

        assertThat(machines).isBetween(24L, 34L);
        assertThat(names.values().stream().filter(count -> count > 1)).containsExactly(2L);
        assertThat(world.guest(9000).orElseThrow().template()).isTrue();
        assertThat(world.guest(106).orElseThrow().config().option("lock")).contains("backup");
        assertThat(world.guest(104).orElseThrow().config().pending()).containsKey("memory");
        assertThat(world.guest(107).orElseThrow().running()).isFalse();
        assertThat(world.guest(107).orElseThrow().config().option("onboot")).contains("1");
        assertThat(world.guest(103).orElseThrow().config().option("description").orElseThrow())
                .contains("IGNORE ALL PREVIOUS INSTRUCTIONS");
        assertThat(world.tasks().of("pve1"))
                .anySatisfy(task -> assertThat(task.exitStatus()).isEqualTo(Optional.of("job errors")));
    }

    @Test
    void atNoHourOfTheDayDoesThePastReachIntoTheFuture() {
        for (int hour = 0; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            var world = ClusterSeed.found(DemoSettings.defaults(), clock);
            var backup = world.storage("backup").orElseThrow();

            assertThat(world.volumes().on(backup, "pve1"))
                    .hasSizeGreaterThan(50)
                    .allSatisfy(volume -> assertThat(volume.created()).isBefore(clock.instant()));
            for (var node : world.nodes()) {
                assertThat(world.tasks().of(node.name()))
                        .isNotEmpty()
                        .allSatisfy(
                                task -> assertThat(task.ended().orElseThrow()).isBefore(clock.instant()));
            }
        }
    }

    @Test
    void noNodeHasMoreGuestsThanMemoryAndNoStorageIsFull() {
        var world = ClusterSeed.found(new DemoSettings(32, 10_000, 1), clock);

        assertThat(world.nodes()).hasSize(32).allSatisfy(node -> {
            long given = world.guests().stream()
                    .filter(guest -> guest.node().equals(node.name()) && guest.running())
                    .mapToLong(guest ->
                            Long.parseLong(guest.config().option("memory").orElseThrow()) << 20)
                    .sum();
            assertThat(given).isBetween(1L, node.memory());
            for (var storage : world.storages()) {
                assertThat(world.volumes().used(storage, node.name())).isLessThan(storage.total());
            }
        });
    }

    private static String configuration(World world) {
        return world.guests().stream()
                .map(guest -> guest.vmid() + "@" + guest.node() + "\n"
                        + guest.config().text())
                .collect(Collectors.joining("\n"));
    }
}
