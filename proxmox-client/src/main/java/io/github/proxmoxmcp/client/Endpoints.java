package io.github.proxmoxmcp.client;

import io.github.proxmoxmcp.client.endpoint.Declaration;
import io.github.proxmoxmcp.client.endpoint.EndpointBinder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The declared endpoints as data: for tests over all of them and for the reference.
public final class Endpoints {

    private Endpoints() {}

    /// Every endpoint that [Proxmox] offers typed, by path and method.
    public static List<Declaration> declared() {
        return Arrays.stream(ProxmoxApi.class.getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.isInterface() && type.getPackageName().startsWith(Proxmox.class.getPackageName()))
                .flatMap(api -> EndpointBinder.declarations(api).stream())
                .flatMap(Declaration::variants)
                .sorted(Comparator.comparing(Declaration::path).thenComparing(Declaration::method))
                .toList();
    }
}
