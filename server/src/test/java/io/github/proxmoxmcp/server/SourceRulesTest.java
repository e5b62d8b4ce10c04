package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// How large things may get, read from the sources of all modules, tests included. What is over a limit today is named
/// here with its size: a list that only shrinks, as each rule also fails for an entry that is no longer needed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceRulesTest {

    private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
    private static final int MAX_METHOD_LINES = 60;
    private static final int MAX_PARAMETERS = 8;
    private static final int MAX_COMPONENTS = 12;
    private static final int MAX_FILES = 40;

    private static final List<String> LONG_METHODS = List.of(
            "demo.TokenRightsTest.rules 105",
            "demo.api.NodeSystemRoutes.endpoints 62",
            "server.guard.HostileCallsTest.owners 62",
            "server.resource.ClusterResources.definitions 68",
            "server.setup.GrantsTest.cases 84");

    private static final List<String> LONG_PARAMETER_LISTS = List.of();

    private static final List<String> LARGE_RECORDS = List.of(
            "client.catalogue.ApiParameter 15",
            "client.cluster.ClusterResource.GuestResource 22",
            "client.nodes.DisksApi.Disk 14",
            "client.nodes.NetworkApi.NetworkInterface 23");

    /// Names that tell neither what is bounded nor in which unit.
    private static final Pattern VAGUE = Pattern.compile("(?:AT_ONCE|MOST|LONGEST|ENOUGH|FEW|MANY|USUAL)(?:_[A-Z_]+)?");

    private static final Pattern RIGHTS_OF_FILES =
            Pattern.compile("PosixFile|PosixFilePermissions?\\b|AclFileAttributeView|supportedFileAttributeViews");

    /// A type, method or constructor of the sources.
    private record Found(String name, int size) {}

    private final List<Found> methods = new ArrayList<>();
    private final List<Found> parameters = new ArrayList<>();
    private final List<Found> records = new ArrayList<>();
    private final List<String> constants = new ArrayList<>();
    private final Map<String, Integer> filesByPackage = new TreeMap<>();
    private final Map<String, TreeSet<String>> packagesByServerType = new TreeMap<>();

    @BeforeAll
    void readSources() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(500);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            Iterable<? extends JavaFileObject> units = files.getJavaFileObjectsFromPaths(sources);
            JavacTask task =
                    (JavacTask) compiler.getTask(new StringWriter(), files, null, List.of("-proc:none"), null, units);
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                read(unit, positions);
            }
        }
    }

    private void read(CompilationUnitTree unit, SourcePositions positions) {
        String packageName =
                unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        String shortName = packageName.replaceFirst("^io\\.github\\.proxmoxmcp\\.?", "");
        boolean main = unit.getSourceFile().getName().contains("/src/main/");
        if (main) {
            filesByPackage.merge(shortName, 1, Integer::sum);
        }
        for (Tree top : unit.getTypeDecls()) {
            if (top instanceof ClassTree type
                    && main
                    && packageName.startsWith("io.github.proxmoxmcp.server")
                    && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                packagesByServerType
                        .computeIfAbsent(type.getSimpleName().toString(), _ -> new TreeSet<>())
                        .add(packageName);
            }
        }
        new Sizes(unit, positions).scan(unit, shortName);
    }

    private final class Sizes extends TreeScanner<Void, String> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;

        Sizes(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
        }

        @Override
        public Void visitClass(ClassTree type, String owner) {
            String name = owner + "." + type.getSimpleName();
            if (type.getKind() == Tree.Kind.RECORD) {
                records.add(new Found(name, (int) type.getMembers().stream()
                        .filter(member -> member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC))
                        .count()));
            }
            type.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .filter(field -> field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .forEach(field -> constants.add(name + "." + field.getName()));
            return super.visitClass(type, name);
        }

        @Override
        public Void visitMethod(MethodTree method, String owner) {
            String name = owner + "." + method.getName();
            if (method.getBody() != null && positions.getEndPosition(unit, method.getBody()) >= 0) {
                methods.add(new Found(
                        name,
                        line(positions.getEndPosition(unit, method.getBody()))
                                - line(positions.getStartPosition(unit, method.getBody()))));
            }
            if (!method.getName().contentEquals("<init>") || method.getBody() == null || !isOfRecord(owner)) {
                parameters.add(new Found(name, method.getParameters().size()));
            }
            return super.visitMethod(method, name);
        }

        private boolean isOfRecord(String owner) {
            return records.stream().anyMatch(found -> found.name().equals(owner));
        }

        private int line(long position) {
            return Math.toIntExact(unit.getLineMap().getLineNumber(position));
        }
    }

    @Test
    void methodsAndConstructorsAreShort() {
        assertThat(over(methods, MAX_METHOD_LINES)).containsExactlyElementsOf(LONG_METHODS);
    }

    @Test
    void nothingTakesManyParameters() {
        assertThat(over(parameters, MAX_PARAMETERS)).containsExactlyElementsOf(LONG_PARAMETER_LISTS);
    }

    @Test
    void recordsAreSmall() {
        assertThat(over(records, MAX_COMPONENTS)).containsExactlyElementsOf(LARGE_RECORDS);
    }

    @Test
    void constantsSayWhatTheyBoundAndInWhichUnit() {
        assertThat(constants).hasSizeGreaterThan(1000);
        assertThat(constants.stream()
                        .filter(name -> VAGUE.matcher(name.substring(name.lastIndexOf('.') + 1))
                                .matches()))
                .isEmpty();
    }

    @Test
    void packagesAreNotFull() {
        assertThat(over(
                        filesByPackage.entrySet().stream()
                                .map(entry -> new Found(entry.getKey(), entry.getValue()))
                                .toList(),
                        MAX_FILES))
                .isEmpty();
    }

    @Test
    void aPublicTypeOfTheServerHasANameOfItsOwn() {
        assertThat(over(
                        packagesByServerType.entrySet().stream()
                                .map(entry -> new Found(
                                        entry.getKey(), entry.getValue().size()))
                                .toList(),
                        1))
                .isEmpty();
    }

    /// A file system may have no modes: what makes a file its owner's alone, or asks whose it is, is `PrivateFile`.
    @Test
    void onlyOnePackageKnowsHowFilesTellTheirRights() throws IOException {
        List<String> users = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            if (source.toString().contains("/src/main/")
                    && RIGHTS_OF_FILES.matcher(text).find()) {
                users.add(REPOSITORY.relativize(source.getParent()).toString());
            }
        }
        assertThat(users)
                .hasSizeGreaterThan(1)
                .containsOnly("persistence/src/main/java/io/github/proxmoxmcp/persistence/file");
    }

    /// Names of what is over the limit, each with its size.
    private static List<String> over(List<Found> all, int limit) {
        assertThat(all).isNotEmpty();
        return all.stream()
                .filter(found -> found.size() > limit)
                .map(found -> found.name() + " " + found.size())
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> {
                        String path = REPOSITORY.relativize(file).toString();
                        return path.contains("src/") && !path.contains("target/") && !path.contains("node_modules/");
                    })
                    .sorted()
                    .toList();
        }
    }
}
