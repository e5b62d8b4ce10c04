package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A call ready to be sent: the path below `/api2/json`, percent-encoded, and the parameters not yet so.
///
/// @param root of the paths: that of the API, or nothing for the files that a node serves beside it
/// @param file what is sent along as a part of its own
public record Request(Method method, String root, String path, List<Parameter> parameters, Optional<Path> file) {

    private static final String API = "/api2/json";

    /// The methods that the Proxmox API has.
    public enum Method {
        GET,
        POST,
        PUT,
        DELETE;

        /// The method of a generic call, or an error that names the four.
        public static Method of(Call call) {
            return Arrays.stream(values())
                    .filter(method -> method.name().equals(call.method()))
                    .findFirst()
                    .orElseThrow(() -> ProxmoxException.InvalidParameters.notSent(
                            call, Map.of("method", "expected one of " + Arrays.toString(values()))));
        }

        /// Whether parameters go into the body; elsewhere Proxmox takes them in the query only.
        boolean hasForm() {
            return this == POST || this == PUT;
        }
    }

    /// One name and value; a list is several of the same name.
    public record Parameter(String name, String value) {
        /// The name only: the value may be a password.
        @Override
        public String toString() {
            return name + "=…";
        }
    }

    public Request {
        parameters = List.copyOf(parameters);
    }

    /// A call without a file.
    public Request(Method method, String path, List<Parameter> parameters) {
        this(method, path, parameters, Optional.empty());
    }

    /// A call that may send a file along.
    public Request(Method method, String path, List<Parameter> parameters, Optional<Path> file) {
        this(method, API, path, parameters, file);
    }

    /// Reads a file that a node serves beside its API.
    public static Request ofFile(String path) {
        return new Request(Method.GET, "", path, List.of(), Optional.empty());
    }

    /// What it is in an error message.
    public Call call() {
        return new Call(method.name(), PercentEncoding.decode(path));
    }

    URI uri(URI endpoint) {
        String query = method.hasForm() || parameters.isEmpty() ? "" : "?" + encodedParameters();
        return URI.create(endpoint + root + path + query);
    }

    String encodedParameters() {
        return parameters.stream()
                .map(parameter ->
                        PercentEncoding.encode(parameter.name()) + "=" + PercentEncoding.encode(parameter.value()))
                .collect(Collectors.joining("&"));
    }
}
