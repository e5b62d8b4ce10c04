package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.http.Request.Parameter;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A form with a file, `multipart/form-data`. The file is read while it is sent, never as a whole; Proxmox takes its
/// name from the part and wants the file last.
final class Multipart {

    /// Long enough that no file holds it by accident.
    private static final String BOUNDARY = "----proxmox-client-7f3a9c51d2e84b06";

    static final String CONTENT_TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private Multipart() {}

    static BodyPublisher body(Call call, List<Parameter> parameters, Path file) {
        StringBuilder head = new StringBuilder();
        String filename = "";
        for (Parameter parameter : parameters) {
            checkOneLine(call, parameter);
            if (parameter.name().equals("filename")) {
                filename = parameter.value();
            } else {
                part(head, "name=\"" + parameter.name() + "\"")
                        .append(parameter.value())
                        .append("\r\n");
            }
        }
        part(head, "name=\"filename\"; filename=\"" + filename + "\"\r\nContent-Type: application/octet-stream");
        try {
            return BodyPublishers.concat(
                    BodyPublishers.ofString(head.toString()),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
        } catch (FileNotFoundException _) {
            throw ProxmoxException.InvalidParameters.notSent(
                    call, Map.of("file", file + " does not exist or cannot be read"));
        }
    }

    private static StringBuilder part(StringBuilder form, String disposition) {
        return form.append("--")
                .append(BOUNDARY)
                .append("\r\nContent-Disposition: form-data; ")
                .append(disposition)
                .append("\r\n\r\n");
    }

    private static void checkOneLine(Call call, Parameter parameter) {
        if (parameter.value().chars().anyMatch(c -> c < ' ' || c == '"')) {
            throw ProxmoxException.InvalidParameters.notSent(
                    call, Map.of(parameter.name(), "must be one line without quotes"));
        }
    }
}
