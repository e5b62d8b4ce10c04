package io.github.proxmoxmcp.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.proxmoxmcp.client.endpoint.Declaration;
import io.github.proxmoxmcp.client.firewall.RuleFields;
import io.github.proxmoxmcp.client.guest.ConfigChange;
import io.github.proxmoxmcp.client.http.PercentEncoding;
import io.github.proxmoxmcp.client.http.Request;
import io.github.proxmoxmcp.client.value.GuestType;
import io.github.proxmoxmcp.client.value.Options;
import io.github.proxmoxmcp.client.value.Secret;
import io.github.proxmoxmcp.client.value.Upid;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointContractTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    private static final List<Recording> RECORDED = Recording.all();
    private static final List<Recording> MADE_UP = Recording.madeUp();

    static List<Declaration> declared() {
        return Endpoints.declared();
    }

    @Test
    void findsTheDeclarationsOfEveryBranch() {
        List<Declaration> declared = Endpoints.declared();

        assertThat(declared).hasSizeGreaterThan(400);
        assertThat(declared.stream().map(Declaration::toString))
                .doesNotHaveDuplicates()
                .contains("GET /version", "PUT /nodes/{node}/lxc/{vmid}/config", "GET /access/permissions");
    }

    @ParameterizedTest
    @MethodSource("declared")
    void decodesWhatAClusterAnswersAndAsksForThatPath(Declaration endpoint) throws Exception {
        List<Recording> recordings = Stream.concat(RECORDED.stream(), MADE_UP.stream())
                .filter(recording -> recording.status() == 200
                        && recording.matches(endpoint.method().name(), endpoint.path()))
                .toList();
        assertThat(recordings).as("recordings of " + endpoint).isNotEmpty();

        for (Recording recording : recordings) {
            PROXMOX.resetAll();
            PROXMOX.answer(200, recording.body());

            @Nullable Object result = call(endpoint, recording);

            LoggedRequest request = PROXMOX.request();
            assertThat(request.getMethod().value()).isEqualTo(recording.method());
            assertThat(request.getUrl().replaceFirst("\\?.*", "")).isEqualTo("/api2/json" + encoded(recording.path()));
            assertThat(request.getQueryParams().keySet()).isSubsetOf(endpoint.parameters());
            assertThat(request.getHeader("Authorization"))
                    .isEqualTo("PVEAPIToken=joe@pve!mcp=5ec4e700-aaaa-bbbb-cccc-0123456789ab");
            assertThat(result == null).as("result of " + recording).isEqualTo(endpoint.returns() == void.class);
            assertAsManyAs(recording, result);
        }
    }

    static List<Declaration> changing() {
        return Endpoints.declared().stream()
                .filter(endpoint -> endpoint.method() != Request.Method.GET)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("changing")
    void plansExactlyWhatItWouldSend(Declaration endpoint) throws Exception {
        Recording recording = Stream.concat(RECORDED.stream(), MADE_UP.stream())
                .filter(known ->
                        known.status() == 200 && known.matches(endpoint.method().name(), endpoint.path()))
                .findFirst()
                .orElseThrow();
        PROXMOX.answer(200, recording.body());

        Request planned = Planner.request(plan -> calling(plan, endpoint, recording));
        assertThat(PROXMOX.requests()).isEmpty();
        call(endpoint, recording);

        LoggedRequest sent = PROXMOX.request();
        String form = planned.parameters().stream()
                .map(parameter ->
                        PercentEncoding.encode(parameter.name()) + "=" + PercentEncoding.encode(parameter.value()))
                .collect(Collectors.joining("&"));
        assertThat(planned.method().name()).isEqualTo(sent.getMethod().value());
        assertThat(sent.getUrl().replaceFirst("\\?.*", "")).isEqualTo("/api2/json" + planned.path());
        if (planned.file().isEmpty()) {
            assertThat(sent.getBodyAsString() + sent.getUrl().replaceFirst("[^?]*\\??", ""))
                    .isEqualTo(form);
        }
    }

    private static void calling(ProxmoxApi plan, Declaration endpoint, Recording recording) {
        try {
            call(plan, endpoint, recording);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void hasNoAnswerMadeUpWhereOneWasRecorded() {
        List<Declaration> both = Endpoints.declared().stream()
                .filter(endpoint -> answers(endpoint, RECORDED) && answers(endpoint, MADE_UP))
                .toList();

        assertThat(MADE_UP).hasSizeGreaterThan(100);
        assertThat(both).isEmpty();
    }

    /// Each segment encoded in full, as the client does; who recorded left some characters as they are.
    private static String encoded(String path) {
        return Stream.of(path.split("/"))
                .map(segment -> PercentEncoding.encode(PercentEncoding.decode(segment)))
                .collect(Collectors.joining("/"));
    }

    private static void assertAsManyAs(Recording recording, @Nullable Object result) {
        if (result instanceof List<?> rows) {
            assertThat(rows).hasSize(recording.answer().path("data").size());
        }
    }

    private static @Nullable Object call(Declaration endpoint, Recording recording) throws Exception {
        try (Proxmox client = PROXMOX.client()) {
            return call(client, endpoint, recording);
        }
    }

    private static @Nullable Object call(ProxmoxApi client, Declaration endpoint, Recording recording)
            throws ReflectiveOperationException {
        Method accessor = Arrays.stream(ProxmoxApi.class.getMethods())
                .filter(method ->
                        method.getReturnType() == endpoint.javaMethod().getDeclaringClass())
                .findFirst()
                .orElseThrow();
        Iterator<String> segments = segments(endpoint, recording);
        Object branch = accessor.invoke(client, arguments(accessor, endpoint, segments));
        return endpoint.javaMethod().invoke(branch, arguments(endpoint.javaMethod(), endpoint, segments));
    }

    private static Iterator<String> segments(Declaration endpoint, Recording recording) {
        Matcher values = Pattern.compile(endpoint.path().replaceAll("\\{[a-z_-]+}", "([^/]+)"))
                .matcher(recording.path());
        assertThat(values.matches()).isTrue();
        return Stream.iterate(1, group -> group <= values.groupCount(), group -> group + 1)
                .map(values::group)
                .map(PercentEncoding::decode)
                .iterator();
    }

    private static Object[] arguments(Method method, Declaration endpoint, Iterator<String> segments)
            throws ReflectiveOperationException {
        List<Object> arguments = new ArrayList<>();
        for (Class<?> type : method.getParameterTypes()) {
            if (type == GuestType.class) {
                arguments.add(GuestType.of(endpoint.path().startsWith("/nodes/{node}/lxc")));
            } else if (type == Upid.class) {
                arguments.add(Upid.parse(segments.next()));
            } else if (type == int.class) {
                arguments.add(Integer.valueOf(segments.next()));
            } else {
                arguments.add(type == String.class ? segments.next() : empty(type));
            }
        }
        return arguments.toArray();
    }

    private static Object empty(Class<?> type) {
        if (type == ConfigChange.class) {
            return ConfigChange.of(Map.of(), List.of(), Optional.empty());
        }
        return madeOf(type);
    }

    private static Object madeOf(Class<?> type) {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(components)
                    .newInstance(Arrays.stream(components)
                            .map(EndpointContractTest::least)
                            .toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What stands for a required parameter.
    private static Object least(Class<?> type) {
        if (type == RuleFields.class) {
            return madeOf(type);
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (type == Path.class) {
            return Path.of("pom.xml");
        }
        if (type == Options.class) {
            return Options.NONE;
        }
        if (type == Secret.class) {
            return Secret.of("hunter2");
        }
        if (type == List.class) {
            return List.of("x");
        }
        return type == String.class ? "x" : type == boolean.class ? (Object) true : (Object) 1;
    }

    private static boolean answers(Declaration endpoint, List<Recording> recordings) {
        return recordings.stream()
                .anyMatch(recording -> recording.status() == 200
                        && recording.matches(endpoint.method().name(), endpoint.path()));
    }
}
