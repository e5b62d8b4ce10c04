package io.github.proxmoxmcp.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What an answer tells as a plain text is ours: text of others has its own type or is marked as untrusted, and each of
/// the rest is on this list with the reason why it needs no mark.
class AnswerTextTest {

    private static final Map<String, String> OURS = new TreeMap<>(Map.ofEntries(
            Map.entry("ApiCard.method", "the method that was asked for, or one of four"),
            Map.entry("ApiCard.note", "a sentence of ours"),
            Map.entry("ApiCard.otherMethods", "methods, of four that there are"),
            Map.entry("ApiCard.path", "found by the path that was asked for"),
            Map.entry("ClusterStatus.cluster", "the name in the configuration"),
            Map.entry("ClusterStatus.containers", "counts"),
            Map.entry("ClusterStatus.failedTasksShown", "a sentence of ours"),
            Map.entry("ClusterStatus.sync", "a sentence of ours"),
            Map.entry("ClusterStatus.vms", "counts"),
            Map.entry("Addresses.addresses", "an address and a card, each marked"),
            Map.entry("Addresses.addressesFrom", "a sentence of ours"),
            Map.entry("Load.configured", "a sentence of ours, of numbers"),
            Map.entry("Export.cursor", "a number of ours"),
            Map.entry("Export.notes", "sentences of ours, names in them marked"),
            Map.entry("Plan.losses", "sentences of ours"),
            Map.entry("Plan.next", "a sentence of ours"),
            Map.entry("Plan.notes", "sentences of ours, names in them marked"),
            Map.entry("Plan.plan", "an id of ours"),
            Map.entry("Plan.state", "a word of ours"),
            Map.entry("Plan.summary", "a sentence of ours"),
            Map.entry("Plan.things", "lines of ours, names and values in them marked or made one line"),
            Map.entry("Plan.undo", "a sentence of ours"),
            Map.entry("GuestCard.ha", "two states in a sentence of ours"),
            Map.entry("GuestCard.lastStartFailed", "a sentence of ours, with Proxmox's words marked in it"),
            Map.entry("GuestCard.lastBackup", "a sentence of ours"),
            Map.entry("Identity.uptime", "a duration"),
            Map.entry("Listing.columns", "headings of ours, or names of fields that are marked"),
            Map.entry("Listing.nextCursor", "made by us"),
            Map.entry("Listing.note", "a sentence of ours"),
            Map.entry("MetricSeries.of", "a sentence of ours"),
            Map.entry("MetricSeries.timeframe", "the argument"),
            Map.entry("NodeCard.ifLost", "a sentence of ours"),
            Map.entry("NodeCard.guests", "counts"),
            Map.entry("Planned.dependents", "sentences of ours"),
            Map.entry("LastTask.exitStatus", "words of ours, or Proxmox's, which the sender marks"),
            Map.entry("Planned.losses", "sentences of ours"),
            Map.entry("Outcome.next", "a sentence of ours"),
            Map.entry("Planned.plan", "an id of ours"),
            Map.entry("Outcome.state", "a word of ours"),
            Map.entry("Planned.steps", "calls, their values in quotes and escapes"),
            Map.entry("Outcome.summary", "a sentence of ours"),
            Map.entry("Planned.undo", "a sentence of ours"),
            Map.entry("LastTask.upid", "parsed"),
            Map.entry("Table.columns", "headings of ours"),
            Map.entry("Taken.name", "of letters, digits, '.', '_' and '-'"),
            Map.entry("TaskCard.state", "a word of ours"),
            Map.entry("TaskCard.upid", "parsed"),
            Map.entry("TaskLog.upid", "parsed")));

    @Test
    void everyPlainTextOfAnAnswerHasAReason() {
        Set<String> texts = new TreeSet<>();
        Set<Class<?>> seen = new HashSet<>();
        new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.proxmoxmcp.server")
                        .stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.getRawReturnType().isEquivalentTo(Answer.class))
                        .map(method -> method.reflect().getGenericReturnType())
                        .forEach(type -> collect(inside(type), "", texts, seen));

        assertThat(seen).hasSizeGreaterThan(7);
        assertThat(texts).containsExactlyInAnyOrderElementsOf(OURS.keySet());
    }

    private static void collect(Type type, String name, Set<String> texts, Set<Class<?>> seen) {
        if (type == String.class) {
            texts.add(name);
        } else if (type instanceof ParameterizedType generic) {
            // Keys of maps are words of the protocol and names of options.
            collect(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1], name, texts, seen);
        } else if (type instanceof Class<?> record
                && record.isRecord()
                && record != UntrustedText.class
                && seen.add(record)) {
            for (RecordComponent component : record.getRecordComponents()) {
                if (!component.isAnnotationPresent(Untrusted.class)) {
                    collect(
                            component.getGenericType(),
                            record.getSimpleName() + "." + component.getName(),
                            texts,
                            seen);
                }
            }
        }
    }

    private static Type inside(Type answer) {
        return answer instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : answer;
    }
}
