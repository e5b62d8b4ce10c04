package io.github.proxmoxmcp.client.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.proxmoxmcp.client.FakeProxmox;
import io.github.proxmoxmcp.client.http.HttpTransport;
import io.github.proxmoxmcp.client.json.Answers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndpointBinderTest {

    @RegisterExtension
    static final FakeProxmox PROXMOX = new FakeProxmox();

    interface NotDeclared {
        List<String> list();
    }

    interface NoMethod {
        @Endpoint("/nodes")
        List<String> list();
    }

    interface UnknownMethod {
        @Endpoint("FETCH /nodes")
        List<String> list();
    }

    interface NoPath {
        @Endpoint("GET nodes")
        List<String> list();
    }

    interface TooFewArguments {
        @Endpoint("GET /nodes/{node}/qemu/{vmid}")
        List<String> list(String node);
    }

    interface TooManyArguments {
        @Endpoint("GET /nodes")
        List<String> list(String node);
    }

    interface WrongArgument {
        @Endpoint("GET /nodes/{node}")
        List<String> list(Optional<String> node);
    }

    @Bound({"node", "vmid"})
    interface BoundToAnother {
        @Endpoint("GET /nodes/{node}/tasks")
        List<String> list();
    }

    @Bound("node")
    interface OfNode {
        @Endpoint("GET /nodes/{node}/tasks/{upid}")
        List<String> get(String upid);
    }

    interface WithDefault {
        @Endpoint("GET /nodes")
        List<String> list();

        default int count() {
            return list().size();
        }
    }

    @Test
    void refusesMalformedDeclarationsWhenBinding() {
        assertRefused(NotDeclared.class, "has no @Endpoint");
        assertRefused(NoMethod.class, "@Endpoint(\"/nodes\") on NoMethod.list: expected a method and a path");
        assertRefused(UnknownMethod.class, "FETCH");
        assertRefused(NoPath.class, "'nodes' is not a path such as /nodes/{node}/qemu");
        assertRefused(TooFewArguments.class, "must fill the placeholders [node, vmid]");
        assertRefused(TooManyArguments.class, "must fill the placeholders []");
        assertRefused(WrongArgument.class, "a Optional cannot fill a placeholder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> binder().bind(BoundToAnother.class, "pve1", 100))
                .withMessageContaining("must begin with the placeholders [node, vmid]");
        assertRefused(OfNode.class, "OfNode is bound with values for [node], not []");
    }

    @Test
    void fillsTheFirstPlaceholdersWithWhatAnInterfaceIsBoundTo() {
        PROXMOX.answer(200, "{\"data\":[]}");

        binder().bind(OfNode.class, "pve 1").get("x");

        assertThat(PROXMOX.request().getUrl()).isEqualTo("/api2/json/nodes/pve%201/tasks/x");
    }

    @Test
    void bindsDefaultMethodsAndThoseOfObject() {
        PROXMOX.answer(200, "{\"data\":[\"a\",\"b\"]}");
        WithDefault api = binder().bind(WithDefault.class);
        WithDefault other = binder().bind(WithDefault.class);

        assertThat(api.count()).isEqualTo(2);
        assertThat(api)
                .hasToString("WithDefault")
                .isEqualTo(api)
                .isNotEqualTo(other)
                .hasSameHashCodeAs(api);
    }

    private static void assertRefused(Class<?> api, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> binder().bind(api))
                .withMessageContaining(message);
    }

    private static EndpointBinder binder() {
        return EndpointBinder.sending(
                new HttpTransport(PROXMOX.settings(), InstantSource.system(), Thread::sleep, new Random(1)),
                new Answers());
    }
}
