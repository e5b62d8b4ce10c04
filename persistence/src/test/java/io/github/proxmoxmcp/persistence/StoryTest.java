package io.github.proxmoxmcp.persistence;

import static io.github.proxmoxmcp.persistence.Examples.LAB;
import static io.github.proxmoxmcp.persistence.Examples.config;
import static io.github.proxmoxmcp.persistence.Examples.cycle;
import static io.github.proxmoxmcp.persistence.Examples.named;
import static io.github.proxmoxmcp.persistence.Examples.on;
import static io.github.proxmoxmcp.persistence.Examples.tagged;
import static io.github.proxmoxmcp.persistence.Examples.vm;
import static io.github.proxmoxmcp.persistence.Examples.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.proxmoxmcp.persistence.Change.Altered;
import io.github.proxmoxmcp.persistence.Change.Appeared;
import io.github.proxmoxmcp.persistence.Change.Field;
import io.github.proxmoxmcp.persistence.Change.Moved;
import io.github.proxmoxmcp.persistence.Change.Vanished;
import io.github.proxmoxmcp.persistence.sql.Stores;
import io.github.proxmoxmcp.persistence.value.Kind;
import io.github.proxmoxmcp.persistence.value.Moment;
import io.github.proxmoxmcp.persistence.value.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What must be true of every story of a cluster: a list of looks at it, each a map of vmid to guest.
class StoryTest {

    /// A guest with one key of its configuration.
    record Shape(String name, String node, String status, List<String> tags, String cores) {}

    private static final int FIRST_VMID = 100;
    private static final int LAST_VMID = 104;
    private static final int MAX_LOOKS = 8;
    private static final int STORIES = 60;

    /// The seed of each story, which the test's name tells. `-Dstories.seed=N` tells that one alone.
    static LongStream seeds() {
        Long one = Long.getLong("stories.seed");
        return one == null ? LongStream.rangeClosed(1, STORIES) : LongStream.of(one);
    }

    private static List<Map<Integer, Shape>> story(long seed) {
        Random random = new Random(seed);
        return Stream.generate(() -> look(random))
                .limit(1 + random.nextInt(MAX_LOOKS))
                .toList();
    }

    private static Map<Integer, Shape> look(Random random) {
        Map<Integer, Shape> look = new TreeMap<>();
        for (int vmid = FIRST_VMID; vmid <= LAST_VMID; vmid++) {
            if (random.nextBoolean()) {
                look.put(vmid, shape(random));
            }
        }
        return look;
    }

    private static Shape shape(Random random) {
        return new Shape(
                one(random, "a", "b"),
                one(random, "pve1", "pve2"),
                one(random, "running", "stopped"),
                one(random, List.<String>of(), List.of("x"), List.of("y"), List.of("x", "y"), List.of("y", "x")),
                one(random, "1", "2"));
    }

    @SafeVarargs
    private static <T> T one(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void thePastIsWhatWasSeenThen(long seed) {
        List<Map<Integer, Shape>> story = story(seed);
        withStore(store -> {
            tell(story, store);

            for (int step = 0; step < story.size(); step++) {
                assertThat(state(store, step)).isEqualTo(expected(story.get(step)));
            }
            assertThat(store.maintenance().integrity()).isEmpty();
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theDifferenceMakesTheLaterStateOfTheEarlier(long seed) {
        List<Map<Integer, Shape>> story = story(seed);
        withStore(store -> {
            tell(story, store);

            for (int from = 0; from < story.size(); from++) {
                for (int to = from; to < story.size(); to++) {
                    List<Change> diff = store.history().diff(LAB, cycle(from), cycle(to));
                    assertThat(apply(diff, state(store, from), state(store, to)))
                            .isEqualTo(state(store, to));
                }
            }
        });
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsListedIsWhatWasRecorded(long seed) {
        List<Map<Integer, Shape>> story = story(seed);
        withStore(store -> {
            List<List<Change>> recorded = tell(story, store);

            Page<Change> listed = store.history()
                    .changes(new ChangeQuery(
                            LAB,
                            cycle(-1),
                            cycle(100),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            1000));

            assertThat(listed.rows())
                    .containsExactlyInAnyOrderElementsOf(
                            recorded.stream().flatMap(List::stream).toList());
        });
    }

    private static List<List<Change>> tell(List<Map<Integer, Shape>> story, Store store) {
        List<List<Change>> recorded = new ArrayList<>();
        Set<Integer> there = new HashSet<>();
        for (int step = 0; step < story.size(); step++) {
            Map<Integer, Shape> look = story.get(step);
            there.removeAll(look.keySet());
            recorded.add(store.recorder()
                    .record(Observation.of(LAB, cycle(step))
                            .withComplete(Set.of(Kind.GUEST))
                            .withGuests(
                                    look.entrySet().stream()
                                            .map(entry -> guest(entry.getKey(), entry.getValue()))
                                            .toList(),
                                    List.of())
                            .withConfigs(look.entrySet().stream()
                                    .map(entry -> config(
                                            entry.getKey(),
                                            "d",
                                            Map.of("cores", entry.getValue().cores())))
                                    .toList())
                            .withGone(Set.copyOf(there))));
            there.clear();
            there.addAll(look.keySet());
        }
        return recorded;
    }

    private static Guest guest(int vmid, Shape shape) {
        Guest guest = with(on(named(vm(vmid, "x"), shape.name()), shape.node()), shape.status());
        return tagged(guest, shape.tags().toArray(String[]::new));
    }

    private static Map<Integer, Map<String, String>> expected(Map<Integer, Shape> look) {
        Map<Integer, Map<String, String>> expected = new TreeMap<>();
        look.forEach((vmid, shape) -> expected.put(vmid, facts(guest(vmid, shape), Map.of("cores", shape.cores()))));
        return expected;
    }

    private static Map<Integer, Map<String, String>> state(Store store, int step) {
        Map<Integer, Map<String, String>> state = new TreeMap<>();
        for (int vmid = FIRST_VMID; vmid <= LAST_VMID; vmid++) {
            int one = vmid;
            Moment moment = Moment.at(cycle(step));
            store.guests()
                    .get(LAB, vmid, moment)
                    .ifPresent(found -> state.put(
                            one,
                            facts(
                                    found.guest(),
                                    store.guests().config(LAB, one, moment).orElse(new TreeMap<>()))));
        }
        return state;
    }

    private static Map<String, String> facts(Guest guest, Map<String, String> config) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("name", guest.name().orElseThrow());
        facts.put("node", guest.node());
        facts.put("status", guest.status());
        facts.put("tags", String.join(";", guest.tags()));
        config.forEach((key, value) -> facts.put("config." + key, value));
        return facts;
    }

    /// What appeared is taken as it is at the end: a change of it says no more than that.
    private static Map<Integer, Map<String, String>> apply(
            List<Change> diff, Map<Integer, Map<String, String>> from, Map<Integer, Map<String, String>> to) {
        Map<Integer, Map<String, String>> state = new TreeMap<>(from);
        diff.stream().filter(Vanished.class::isInstance).forEach(change -> state.remove(vmid(change)));
        for (Change change : diff) {
            switch (change) {
                case Vanished _ -> {}
                case Appeared _ -> {
                    assertThat(state).doesNotContainKey(vmid(change));
                    state.put(vmid(change), of(to, change));
                }
                case Altered altered -> alter(of(state, change), altered.fields());
                case Moved moved -> {
                    assertThat(of(state, change)).containsEntry("node", moved.from());
                    of(state, change).put("node", moved.to());
                    alter(of(state, change), moved.fields());
                }
            }
        }
        return state;
    }

    private static Map<String, String> of(Map<Integer, Map<String, String>> state, Change change) {
        return Optional.ofNullable(state.get(vmid(change))).orElseThrow();
    }

    private static void alter(Map<String, String> facts, List<Field> fields) {
        for (Field field : fields) {
            assertThat(Optional.ofNullable(facts.get(field.name()))).isEqualTo(field.before());
            field.after().ifPresentOrElse(value -> facts.put(field.name(), value), () -> facts.remove(field.name()));
        }
    }

    private static int vmid(Change change) {
        return Integer.parseInt(change.thing().id());
    }

    private interface Check {
        void with(Store store);
    }

    /// A store of its own for each story, copied from an empty one: making the tables takes longest.
    private static void withStore(Check check) {
        try {
            Path folder = Files.createTempDirectory("story");
            Path file = folder.resolve("state.db");
            Files.copy(Empty.FILE, file);
            try (Store store = Stores.open(new StoreLocation.File(file), InstantSource.system())) {
                check.with(store);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Empty {
        static final Path FILE = make();

        private static Path make() {
            try {
                Path file = Files.createTempDirectory("empty").resolve("state.db");
                Stores.open(new StoreLocation.File(file), InstantSource.system())
                        .close();
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
