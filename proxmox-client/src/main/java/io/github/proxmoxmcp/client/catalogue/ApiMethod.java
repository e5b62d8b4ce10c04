package io.github.proxmoxmcp.client.catalogue;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A method of the API as the cluster describes it.
///
/// @param path with placeholders, as `/nodes/{node}/qemu/{vmid}`
/// @param parameters those of the path too
/// @param open whether it takes parameters that are not listed
/// @param permissions what the caller must be allowed, as Proxmox writes it (JSON); absent for root only
/// @param returns the type of what it answers: `string`, `object`, `array`, `null`, …
/// @param allowsToken whether an API token may call it
/// @param proxyTo the placeholder whose node does the work
public record ApiMethod(
        String method,
        String path,
        String name,
        String description,
        List<ApiParameter> parameters,
        boolean open,
        Optional<String> permissions,
        String returns,
        boolean allowsToken,
        Optional<String> proxyTo) {

    static ApiMethod of(String path, String method, JsonNode info) {
        JsonNode permissions = info.path("permissions");
        JsonNode parameters = info.path("parameters");
        return new ApiMethod(
                method,
                path,
                info.path("name").asString(""),
                info.path("description").asString(""),
                ApiParameter.ofMethod(parameters),
                ApiParameter.isOn(parameters.path("additionalProperties")),
                permissions.isObject() ? Optional.of(permissions.toString()) : Optional.empty(),
                info.path("returns").path("type").asString("any"),
                ApiParameter.isOn(info.path("allowtoken")),
                ApiParameter.text(info.path("proxyto")));
    }

    /// The parameter that a name means.
    public Optional<ApiParameter> parameter(String sent) {
        return parameters.stream().filter(parameter -> parameter.matches(sent)).findFirst();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
