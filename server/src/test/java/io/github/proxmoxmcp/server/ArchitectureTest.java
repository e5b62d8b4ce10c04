package io.github.proxmoxmcp.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.proxmoxmcp.client.Endpoints;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.endpoint.Declaration;
import io.github.proxmoxmcp.client.endpoint.LibraryOnly;
import io.github.proxmoxmcp.server.guard.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may know whom, and how large things may get, for all modules at once.
class ArchitectureTest {

    private static final String ROOT = "io.github.proxmoxmcp.";
    private static final String GENERATED = ROOT + "persistence.sql.tables";
    private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
    private static final int MAX_FILE_LINES = 450;

    /// Methods of the client that nobody here calls, in branches of which something is called: the library's offer too.
    private static final int MAX_IDLE_METHODS = 262;

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.proxmoxmcp");

    @Test
    void theModulesAreAllHere() {
        for (String module : List.of("client", "persistence", "demo", "server")) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().startsWith(ROOT + module)))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void modulesKnowOnlyWhatTheyMay() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "client..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "persistence..", ROOT + "server..", ROOT + "demo..", "io.modelcontextprotocol.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "persistence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "client..", ROOT + "server..", ROOT + "demo..", "io.modelcontextprotocol.."));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "client..", ROOT + "server..", ROOT + "persistence..", "io.modelcontextprotocol.."));
    }

    @Test
    void theMcpSdkIsKnownInOnePackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "server.mcp..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.modelcontextprotocol..", "reactor.."));
    }

    @Test
    void databasesAreKnownInOnePackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "persistence.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.jooq..", "java.sql..", "javax.sql..", "org.flywaydb..", "com.zaxxer..", "org.sqlite.."));
    }

    @Test
    void theHttpClientIsKnownInOnePackage() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "client.http..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http.."));
    }

    @Test
    void toolsKnowNothingOfTheirProtocol() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "server.tool..",
                        ROOT + "server.tools..",
                        ROOT + "server.resource..",
                        ROOT + "server.prompt..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + "server.mcp..", ROOT + "server.cli..", "tools.jackson.."));
    }

    /// Whoever changes a cluster passes the guard: what changes something is called in a plan, which sends nothing, and
    /// the plan's text is sent by one class. Generic calls may also read; of those only GET is written out.
    @Test
    void onlyTheGuardsSenderChangesAnything() throws Exception {
        ApiCalls calls = ApiCalls.of(Main.class);

        assertThat(calls.sent()).isEmpty();
        assertThat(calls.planned()).hasSizeGreaterThan(20);
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "server..")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + "server.guard.Sender")
                .should()
                .callMethod(Proxmox.class, "call", String.class, String.class, Map.class));
    }

    /// A step that changes something is a typed call; only who passes on any call of the API writes a path.
    @Test
    void stepsAreTypedCalls() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "server..")
                .and()
                .doNotHaveSimpleName("ChangeApiTools")
                .and()
                .doNotBelongToAnyOf(Step.class)
                .should()
                .callConstructor(Step.class, String.class, String.class, SortedMap.class, String.class)
                .orShould()
                .callConstructor(
                        Step.class, String.class, String.class, SortedMap.class, String.class, Optional.class));
    }

    /// What no program of this project calls is the library's offer to others, and says so.
    @Test
    void branchesThatNobodyCallsHereAreTheLibrarysOffer() throws Exception {
        Set<String> called = new TreeSet<>(ApiCalls.of(Main.class).called());
        called.addAll(ApiCalls.of(Proxmox.class).called());
        List<Method> declared = Endpoints.declared().stream()
                .map(Declaration::javaMethod)
                .distinct()
                .toList();
        Set<Class<?>> branches =
                declared.stream().map(Method::getDeclaringClass).collect(Collectors.toSet());

        assertThat(called).hasSizeGreaterThan(70);
        assertThat(branches.stream().filter(branch -> branch.isAnnotationPresent(LibraryOnly.class)))
                .containsExactlyInAnyOrderElementsOf(branches.stream()
                        .filter(branch ->
                                called.stream().noneMatch(call -> call.startsWith(branch.getSimpleName() + ".")))
                        .toList());
        assertThat(declared.stream()
                        .filter(method -> !method.getDeclaringClass().isAnnotationPresent(LibraryOnly.class))
                        .filter(method ->
                                !called.contains(method.getDeclaringClass().getSimpleName() + "." + method.getName())))
                .hasSizeLessThanOrEqualTo(MAX_IDLE_METHODS);
    }

    /// Packages that need each other, directly or not, in all modules and with their root packages.
    @Test
    void packagesHaveNoCircles() {
        assertThat(circles()).isEmpty();
    }

    private static Set<Set<String>> circles() {
        Map<String, Set<String>> reached = new TreeMap<>();
        CLASSES.stream()
                .filter(type -> !type.getPackageName().startsWith(GENERATED))
                .forEach(type -> reached.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
                        .addAll(type.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency.getTargetClass().getPackageName())
                                .filter(name -> name.startsWith(ROOT) && !name.startsWith(GENERATED))
                                .toList()));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Set<String> known : reached.values()) {
                grows |= known.addAll(known.stream()
                        .flatMap(name -> reached.getOrDefault(name, Set.of()).stream())
                        .toList());
            }
        }
        return reached.keySet().stream()
                .map(one -> reached.getOrDefault(one, Set.of()).stream()
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(one))
                        .map(other -> other.substring(ROOT.length()))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .filter(circle -> circle.size() > 1)
                .collect(Collectors.toSet());
    }

    @Test
    void nothingIsNamedAfterNothing() {
        check(classes()
                .should()
                .haveNameNotMatching(".*(Impl|Manager|Helper|Util|Utils)$")
                .andShould()
                .haveNameNotMatching(".*\\.Abstract[A-Z].*"));
    }

    @Test
    void filesAreShort() throws IOException {
        List<Path> sources = sources();

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(sources)
                .filteredOn(source -> lines(source).size() > MAX_FILE_LINES)
                .isEmpty();
    }

    @Test
    void everyPublicTypeSaysWhatItIs() throws IOException {
        Pattern undocumented = Pattern.compile("(?m)^(?<before>.*)\\n"
                + "((@.*|[ )}].*)\\n"
                + ")*public (abstract |final |sealed |non-sealed )*(class|record|interface|enum|@interface) ");
        List<Path> silent = sources().stream()
                .filter(source -> undocumented
                        .matcher(String.join("\n", lines(source)))
                        .results()
                        .anyMatch(match -> !match.group(1).startsWith("///")))
                .toList();

        assertThat(silent).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !REPOSITORY.relativize(file).toString().contains("target/"))
                    .filter(file -> file.toString().contains("/src/main/"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ArchRule rule) {
        rule.check(CLASSES);
    }
}
