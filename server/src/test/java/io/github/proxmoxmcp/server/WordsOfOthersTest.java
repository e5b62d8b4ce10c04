package io.github.proxmoxmcp.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// Text of others reaches this program as a component of a record: of the client, of the memory, of the guest that is
/// looked at. None of it stands in a message of a [io.github.proxmoxmcp.server.tool.ToolException] unless
/// [io.github.proxmoxmcp.server.tool.UntrustedText] has it: read from the sources, through local variables, lambdas and
/// methods of the same file.
class WordsOfOthersTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Path OURS = ROOT.resolve("server/src/main/java");
    private static final List<Path> THEIRS = List.of(
            ROOT.resolve("proxmox-client/src/main/java"),
            ROOT.resolve("persistence/src/main/java"),
            OURS.resolve("io/github/proxmoxmcp/server/guard/LiveGuest.java"));

    private static final Set<String> FAILURES = Set.of("BadArgument", "NotFound", "Unavailable", "Failed", "Refused");

    /// Whose result is no text of others, whatever it was asked about.
    private static final Set<String> HARMLESS = Set.of(
            "size",
            "length",
            "isEmpty",
            "isPresent",
            "equals",
            "contains",
            "startsWith",
            "indexOf",
            "snake",
            "count",
            "error",
            "vmid",
            "beforeMemory",
            "incomplete",
            "label");

    /// What is asked of these is ours: the caller's arguments, names in the configuration, constants of enums.
    private static final Set<String> OWN = Set.of(
            "request",
            "cluster",
            "definition",
            "effect",
            "kind",
            "access",
            "principal",
            "by",
            "caller",
            "plan",
            "ref",
            "prompt",
            "tool",
            "method",
            "uri",
            "made",
            "passkey",
            "approval",
            "approvals",
            "Exporter",
            "Cluster",
            "step",
            "outcome",
            "action");

    private static final Set<String> TEXTS = Set.of("String", "Optional<String>", "List<String>", "var");

    @Test
    void noMessageHasTheWordsOfOthersUnmarked() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path theirs : THEIRS) {
            parse(theirs).forEach(file -> names.addAll(components(file)));
        }
        assertThat(names).hasSizeGreaterThan(100).contains("lock", "exitStatus");

        List<String> found = new ArrayList<>();
        int messages = 0;
        for (CompilationUnitTree file : parse(OURS)) {
            Messages scan = new Messages(file, new HashSet<>(names));
            found.addAll(scan.unmarked());
            messages += scan.messages;
        }

        assertThat(messages).isGreaterThan(150);
        assertThat(found).isEmpty();
    }

    private static List<CompilationUnitTree> parse(Path below) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> paths = Files.walk(below)) {
            List<Path> sources =
                    paths.filter(path -> path.toString().endsWith(".java")).toList();
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            List<CompilationUnitTree> parsed = new ArrayList<>();
            task.parse().forEach(parsed::add);
            return parsed;
        }
    }

    /// The components of records that are text.
    private static List<String> components(CompilationUnitTree file) {
        List<String> names = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree variable, Void none) {
                // Components are the fields without an initializer; classes have no public ones here.
                if (variable.getType() != null
                        && TEXTS.contains(variable.getType().toString())
                        && variable.getModifiers().getFlags().contains(Modifier.FINAL)
                        && variable.getModifiers().getFlags().contains(Modifier.PRIVATE)
                        && variable.getInitializer() == null) {
                    names.add(variable.getName().toString());
                }
                return super.visitVariable(variable, null);
            }
        }.scan(file, null);
        return names;
    }

    /// The messages in one file.
    private static final class Messages extends TreeScanner<Void, Void> {

        private final CompilationUnitTree file;
        private final Set<String> theirs;
        private final Set<String> methods = new HashSet<>();
        private final Set<String> found = new TreeSet<>();
        private Set<String> variables = new HashSet<>();
        private String method = "";
        private int messages;

        Messages(CompilationUnitTree file, Set<String> theirs) {
            this.file = file;
            this.theirs = theirs;
        }

        Set<String> unmarked() {
            int before;
            do {
                before = methods.size();
                messages = 0;
                scan(file, null);
            } while (methods.size() > before);
            return found;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void none) {
            Set<String> outer = variables;
            String outside = method;
            variables = new HashSet<>();
            method = tree.getReturnType() != null
                            && TEXTS.contains(tree.getReturnType().toString())
                    ? tree.getName().toString()
                    : "";
            super.visitMethod(tree, null);
            variables = outer;
            method = outside;
            return null;
        }

        @Override
        public Void visitReturn(ReturnTree tree, Void none) {
            if (!method.isEmpty() && tree.getExpression() != null && isTheirs(tree.getExpression())) {
                methods.add(method);
            }
            return super.visitReturn(tree, null);
        }

        @Override
        public Void visitVariable(VariableTree tree, Void none) {
            if (tree.getType() != null
                    && TEXTS.contains(tree.getType().toString())
                    && tree.getInitializer() != null
                    && isTheirs(tree.getInitializer())) {
                variables.add(tree.getName().toString());
            }
            return super.visitVariable(tree, null);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
            if (call.getMethodSelect() instanceof MemberSelectTree select && isTheirs(select.getExpression())) {
                call.getArguments().forEach(argument -> {
                    if (argument instanceof LambdaExpressionTree lambda) {
                        lambda.getParameters()
                                .forEach(parameter ->
                                        variables.add(parameter.getName().toString()));
                    }
                });
            }
            return super.visitMethodInvocation(call, null);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void none) {
            String type = tree.getIdentifier().toString();
            if (FAILURES.contains(type.substring(type.lastIndexOf('.') + 1))) {
                messages++;
                for (ExpressionTree argument : tree.getArguments()) {
                    if (isTheirs(argument)) {
                        found.add(Path.of(file.getSourceFile().getName()).getFileName() + ": " + argument);
                    }
                }
            }
            return super.visitNewClass(tree, null);
        }

        /// Whether a text has words of others in it that nobody marked.
        private boolean isTheirs(Tree tree) {
            return switch (tree) {
                case BinaryTree sum ->
                    sum.getKind() == Tree.Kind.PLUS
                            && (isTheirs(sum.getLeftOperand()) || isTheirs(sum.getRightOperand()));
                case ConditionalExpressionTree choice ->
                    isTheirs(choice.getTrueExpression()) || isTheirs(choice.getFalseExpression());
                case IdentifierTree name -> variables.contains(name.getName().toString());
                case MethodInvocationTree call -> isTheirs(call);
                case MemberReferenceTree reference ->
                    !OWN.contains(reference.getQualifierExpression().toString())
                            && theirs.contains(reference.getName().toString());
                case LambdaExpressionTree lambda -> isTheirs(lambda.getBody());
                case ParenthesizedTree inner -> isTheirs(inner.getExpression());
                default -> false;
            };
        }

        private boolean isTheirs(MethodInvocationTree call) {
            String text = call.getMethodSelect().toString();
            String name = text.substring(text.lastIndexOf('.') + 1);
            boolean marks = text.startsWith("UntrustedText.")
                    || text.startsWith("Printable.escaped")
                    || call.getArguments().stream()
                            .anyMatch(argument -> argument.toString().contains("UntrustedText"));
            if (marks || HARMLESS.contains(name)) {
                return false;
            }
            if (!(call.getMethodSelect() instanceof MemberSelectTree select)) {
                return methods.contains(name)
                        || (call.getArguments().isEmpty()
                                && theirs.contains(name)
                                && file.getSourceFile().getName().endsWith("LiveGuest.java"))
                        || call.getArguments().stream().anyMatch(this::isTheirs);
            }
            String of =
                    select.getExpression().toString().replaceAll(".*\\.", "").replace("()", "");
            if (call.getArguments().isEmpty() && theirs.contains(name)) {
                return !OWN.contains(of);
            }
            return isTheirs(select.getExpression())
                    || call.getArguments().stream().anyMatch(this::isTheirs);
        }
    }
}
