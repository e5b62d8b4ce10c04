package io.github.proxmoxmcp.client.endpoint;

import io.github.proxmoxmcp.client.http.HttpTransport;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.json.Answers;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Builds the implementation of an interface whose methods are declared endpoints.
public final class EndpointBinder {

    private static final ClassValue<Map<Method, Declaration>> DECLARED = new ClassValue<>() {
        @Override
        protected Map<Method, Declaration> computeValue(Class<?> api) {
            return declarations(api).stream().collect(Collectors.toMap(Declaration::javaMethod, Function.identity()));
        }
    };

    private final Answering answering;

    /// @param answering makes of each call what its method returns
    public EndpointBinder(Answering answering) {
        this.answering = answering;
    }

    /// What becomes of a call that a method made.
    @FunctionalInterface
    public interface Answering {

        /// What the method returns: `null` for none.
        @Nullable
        Object answer(Declaration declaration, Request request);
    }

    /// Sends every call.
    public static EndpointBinder sending(HttpTransport transport, Answers answers) {
        return new EndpointBinder((declaration, request) -> {
            byte[] body = transport.send(request);
            if (declaration.returns() == void.class) {
                answers.tree(request.call(), body);
                return null;
            }
            return answers.read(request.call(), body, declaration.returns());
        });
    }

    /// An implementation of an interface; a wrong declaration fails here, not at the first call.
    ///
    /// @param first values for the placeholders that the interface names as [Bound]
    public <T> T bind(Class<T> api, Object... first) {
        Map<Method, Declaration> declared = DECLARED.get(api);
        List<Object> begin = List.of(first);
        if (begin.size() != Declaration.bound(api).size()) {
            throw new IllegalArgumentException(
                    api.getSimpleName() + " is bound with values for " + Declaration.bound(api) + ", not " + begin);
        }
        InvocationHandler handler = (proxy, method, arguments) -> {
            Declaration declaration = declared.get(method);
            if (declaration != null) {
                return answering.answer(
                        declaration, declaration.request(begin, arguments == null ? new Object[0] : arguments));
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : ofObject(api, proxy, method, arguments);
        };
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, handler));
    }

    /// The endpoints that an interface declares.
    public static List<Declaration> declarations(Class<?> api) {
        return Arrays.stream(api.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(EndpointBinder::declaration)
                .toList();
    }

    private static Declaration declaration(Method method) {
        Endpoint endpoint = method.getAnnotation(Endpoint.class);
        if (endpoint == null) {
            throw new IllegalArgumentException(method + " has no @Endpoint");
        }
        return Declaration.of(method, endpoint);
    }

    private static Object ofObject(Class<?> api, Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && isSame(proxy, arguments[0]);
            case "hashCode" -> System.identityHashCode(proxy);
            default -> api.getSimpleName();
        };
    }

    private static boolean isSame(Object proxy, @Nullable Object other) {
        return other != null
                && Proxy.isProxyClass(other.getClass())
                && Proxy.getInvocationHandler(proxy).equals(Proxy.getInvocationHandler(other));
    }
}
