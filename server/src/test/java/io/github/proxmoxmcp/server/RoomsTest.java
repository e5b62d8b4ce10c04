package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// ARCHITECTURE names every package, what it holds, and which others it uses. With `-Dgolden=write` the arrows are
/// written anew and a package that is missing is added; what it holds is then to be written by hand.
class RoomsTest {

    private static final String ROOT = "io.github.proxmoxmcp.";
    private static final String GENERATED = ROOT + "persistence.sql.tables";
    private static final Path DOCUMENT = Path.of(System.getProperty("repository.root"), "ARCHITECTURE.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<name>[\\w.]+)` \\| (?<holds>[^|]+) \\| (?<uses>[^|]*) \\|");
    private static final String UNTOLD = "?";

    @Test
    void everyPackageIsNamedWithItsArrows() throws IOException {
        List<String> document = Files.readAllLines(DOCUMENT);
        int first = document.indexOf("| package | holds | uses |") + 2;
        List<String> lines = document.subList(first, document.size());
        List<String> wanted = new ArrayList<>();
        Map<String, String> holds = new TreeMap<>();
        lines.stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> holds.put(row.group("name"), row.group("holds")));
        arrows().forEach((name, uses) -> wanted.add(
                "| `" + name + "` | " + holds.getOrDefault(name, UNTOLD) + " | " + String.join(", ", uses) + " |"));
        List<String> found =
                lines.stream().filter(line -> ROW.matcher(line).matches()).toList();

        if (System.getProperty("golden", "check").equals("write") && !found.equals(wanted)) {
            List<String> written = new ArrayList<>(document.subList(0, first));
            written.addAll(wanted);
            lines.stream().filter(line -> !ROW.matcher(line).matches()).forEach(written::add);
            Files.write(DOCUMENT, written);
        } else {
            assertThat(found).containsExactlyElementsOf(wanted);
            assertThat(holds).doesNotContainValue(UNTOLD);
        }
    }

    private static Map<String, Set<String>> arrows() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.proxmoxmcp");
        Map<String, Set<String>> arrows = new TreeMap<>();
        classes.stream()
                .filter(type -> !type.getPackageName().startsWith(GENERATED))
                .filter(type -> !type.getPackageName().startsWith(ROOT + "benchmarks"))
                .forEach(type -> {
                    Set<String> uses = arrows.computeIfAbsent(
                            type.getPackageName().substring(ROOT.length()), _ -> new TreeSet<>());
                    type.getDirectDependenciesFromSelf().stream()
                            .map(dependency -> dependency.getTargetClass().getPackageName())
                            .filter(name -> name.startsWith(ROOT) && !name.startsWith(GENERATED))
                            .filter(name -> !name.equals(type.getPackageName()))
                            .map(name -> name.substring(ROOT.length()))
                            .map(name -> sameModule(type.getPackageName(), name) ? name : module(name))
                            .forEach(uses::add);
                });
        assertThat(arrows).hasSizeGreaterThan(40);
        return arrows;
    }

    private static boolean sameModule(String packageName, String other) {
        return module(packageName.substring(ROOT.length())).equals(module(other));
    }

    private static String module(String name) {
        return name.replaceFirst("\\..*", "");
    }
}
