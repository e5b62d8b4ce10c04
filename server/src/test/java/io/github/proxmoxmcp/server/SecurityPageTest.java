package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `docs/concepts/security.md` says how many cases try each family of attacks and which tests they are in: here they
/// are counted.
class SecurityPageTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    /// `SomeTest` 12
    private static final Pattern COUNTED = Pattern.compile("`(\\w+(?:Test|Contract))` (\\d+)");

    @Test
    void asManyCasesAsThePageSaysAreInTheTestsThatItNames() throws Exception {
        Path page = ROOT.resolve("docs/concepts/security.md");
        List<String> lines = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readAllLines(page)) {
            boolean counts = line.startsWith("|") && COUNTED.matcher(line).find();
            lines.add(counts ? counted(line) : line);
            rows += counts ? 1 : 0;
        }

        assertThat(rows).isGreaterThan(8);
        Golden.check(page, String.join("\n", lines) + "\n");
    }

    /// The row with its numbers: of each test that it names, and, in the second column, of all of them.
    private static String counted(String row) throws Exception {
        int all = 0;
        StringBuilder counted = new StringBuilder();
        Matcher test = COUNTED.matcher(row);
        while (test.find()) {
            int cases = cases(test.group(1));
            all += cases;
            test.appendReplacement(counted, "`" + test.group(1) + "` " + cases);
        }
        test.appendTail(counted);
        return counted.toString().replaceFirst("^(\\|[^|]+\\| )\\d+", "$1" + all);
    }

    /// How many cases JUnit makes of a class.
    private static int cases(String name) throws ReflectiveOperationException, IOException {
        Path source = source(name);
        String type = source.toString()
                .replaceFirst(".*/src/test/java/", "")
                .replace('/', '.')
                .replaceFirst("\\.java$", "");
        try (URLClassLoader classes =
                new URLClassLoader(new URL[] {compiled(source)}, SecurityPageTest.class.getClassLoader())) {
            int count = 0;
            for (Method method : Class.forName(type, false, classes).getDeclaredMethods()) {
                count += method.isAnnotationPresent(Test.class) ? 1 : 0;
                count += method.isAnnotationPresent(ParameterizedTest.class) ? arguments(method) : 0;
            }
            return count;
        }
    }

    private static int arguments(Method method) throws ReflectiveOperationException {
        for (Annotation source : method.getAnnotations()) {
            if (source instanceof CsvSource rows) {
                return rows.value().length + (int) rows.textBlock().lines().count();
            } else if (source instanceof ValueSource values) {
                return lengths(values);
            } else if (source instanceof EnumSource) {
                return method.getParameterTypes()[0].getEnumConstants().length;
            } else if (source instanceof MethodSource named) {
                return size(method, named);
            }
        }
        throw new AssertionError("no source of arguments is known for " + method);
    }

    private static int lengths(ValueSource values) throws ReflectiveOperationException {
        int all = 0;
        for (Method kind : ValueSource.class.getDeclaredMethods()) {
            all += Array.getLength(kind.invoke(values));
        }
        return all;
    }

    private static int size(Method method, MethodSource named) throws ReflectiveOperationException {
        int all = 0;
        List<String> factories =
                String.join("", named.value()).isEmpty() ? List.of(method.getName()) : Arrays.asList(named.value());
        for (String factory : factories) {
            Method makes = method.getDeclaringClass().getDeclaredMethod(factory);
            makes.setAccessible(true);
            all += makes.invoke(null) instanceof Collection<?> made
                    ? made.size()
                    : (int) ((Stream<?>) makes.invoke(null)).count();
        }
        return all;
    }

    private static Path source(String name) throws IOException {
        for (String module : List.of("server", "persistence", "proxmox-client")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                Optional<Path> found =
                        files.filter(file -> file.endsWith(name + ".java")).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw new AssertionError("there is no test " + name);
    }

    /// Where the tests of another module were compiled to: beside where ours were.
    private static URL compiled(Path source) throws IOException {
        Path own = ROOT.resolve("server");
        Path classes = Path.of(SecurityPageTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path module = ROOT.resolve(ROOT.relativize(source).getName(0));
        Path others = module.resolve(own.relativize(classes));
        Assumptions.assumeTrue(
                Files.isDirectory(others), () -> "the tests of " + module.getFileName() + " were not compiled");
        return others.toUri().toURL();
    }
}
