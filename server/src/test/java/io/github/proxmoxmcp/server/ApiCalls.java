package io.github.proxmoxmcp.server;

import io.github.proxmoxmcp.client.Endpoints;
import io.github.proxmoxmcp.client.Planner;
import io.github.proxmoxmcp.client.Proxmox;
import io.github.proxmoxmcp.client.ProxmoxApi;
import io.github.proxmoxmcp.client.endpoint.Declaration;
import io.github.proxmoxmcp.client.http.Request;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which endpoints of the client classes call, read from their bytecode, and whether a call is only planned. ArchUnit
/// adds what a lambda calls to the method around it, and so cannot tell the two apart.
final class ApiCalls {

    private static final ClassDesc PLANNED = ClassDesc.of(Planner.Planned.class.getName());
    private static final Set<String> CHANGING = endpoints(true);
    private static final Set<String> DECLARED = endpoints(false);

    /// Types by which a call could reach a cluster.
    private static final Set<ClassDesc> CONNECTED = Stream.concat(
                    Stream.of(Proxmox.class, ProxmoxApi.class),
                    Endpoints.declared().stream()
                            .map(endpoint -> endpoint.javaMethod().getDeclaringClass()))
            .map(type -> ClassDesc.of(type.getName()))
            .collect(Collectors.toSet());

    private final Set<String> called = new TreeSet<>();
    private final List<String> sent = new ArrayList<>();
    private final Set<String> planned = new TreeSet<>();

    private ApiCalls() {}

    /// The calls of all classes of a module.
    ///
    /// @param one of its classes
    static ApiCalls of(Class<?> one) throws IOException, URISyntaxException {
        ApiCalls calls = new ApiCalls();
        Path root =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(root)) {
            calls.readAll(root);
        } else {
            // In a build of all modules the others come as archives.
            try (FileSystem archive = FileSystems.newFileSystem(root)) {
                calls.readAll(archive.getPath("/"));
            }
        }
        return calls;
    }

    private void readAll(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                read(ClassFile.of().parse(file));
            }
        }
    }

    /// Endpoints that are called, sent or planned, as `QemuApi.start`.
    Set<String> called() {
        return called;
    }

    /// Endpoints that change something and are called through a plan only.
    Set<String> planned() {
        return planned;
    }

    /// Where something that changes a cluster is called otherwise than in a plan.
    List<String> sent() {
        return sent;
    }

    private void read(ClassModel type) {
        Set<String> plans = new HashSet<>();
        for (MethodModel method : type.methods()) {
            elements(method).forEach(element -> {
                if (element instanceof InvokeDynamicInstruction made) {
                    made.bootstrapArgs().stream()
                            .filter(DirectMethodHandleDesc.class::isInstance)
                            .map(DirectMethodHandleDesc.class::cast)
                            .forEach(target -> {
                                if (made.typeSymbol().returnType().equals(PLANNED)) {
                                    plans.add(target.methodName()
                                            + target.invocationType().descriptorString());
                                }
                                call(type, method, name(target.owner(), target.methodName()), false);
                            });
                }
            });
        }
        for (MethodModel method : type.methods()) {
            boolean plan = plans.contains(key(method)) && reachesNothing(method);
            elements(method).forEach(element -> {
                if (element instanceof InvokeInstruction call) {
                    call(type, method, name(call.owner().asSymbol(), call.name().stringValue()), plan);
                }
            });
        }
    }

    private void call(ClassModel type, MethodModel method, String endpoint, boolean plan) {
        if (!DECLARED.contains(endpoint)) {
            return;
        }
        called.add(endpoint);
        if (CHANGING.contains(endpoint)) {
            if (plan) {
                planned.add(endpoint);
            } else {
                sent.add(type.thisClass().asInternalName() + "." + method.methodName() + " calls " + endpoint);
            }
        }
    }

    /// Whether the body of a lambda has no way to a cluster but the plan that it is given, which is its last argument.
    private static boolean reachesNothing(MethodModel lambda) {
        List<ClassDesc> parameters = lambda.methodTypeSymbol().parameterList();
        return parameters.subList(0, parameters.size() - 1).stream().noneMatch(CONNECTED::contains)
                && elements(lambda).noneMatch(element -> switch (element) {
                    case InvokeInstruction call ->
                        call.owner().asSymbol().equals(ClassDesc.of(Proxmox.class.getName()))
                                || call.typeSymbol().returnType().equals(ClassDesc.of(Proxmox.class.getName()));
                    case FieldInstruction field -> CONNECTED.contains(field.typeSymbol());
                    default -> false;
                });
    }

    private static Stream<CodeElement> elements(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream());
    }

    /// Of a lambda the handle has the same type as its body, with the object before it where there is one.
    private static String key(MethodModel method) {
        MethodTypeDesc type = method.methodTypeSymbol();
        boolean isStatic = (method.flags().flagsMask() & ClassFile.ACC_STATIC) != 0;
        return method.methodName().stringValue()
                + (isStatic
                                ? type
                                : type.insertParameterTypes(
                                        0,
                                        method.parent()
                                                .orElseThrow()
                                                .thisClass()
                                                .asSymbol()))
                        .descriptorString();
    }

    private static Set<String> endpoints(boolean changing) {
        return Endpoints.declared().stream()
                .filter(endpoint -> !changing || endpoint.method() != Request.Method.GET)
                .map(Declaration::javaMethod)
                .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName())
                .collect(Collectors.toSet());
    }

    private static String name(ClassDesc owner, String method) {
        return owner.displayName() + "." + method;
    }
}
