package io.github.proxmoxmcp.server.tool;

import java.util.Map;

/// An answer in both of its forms, which are made of the same plain values.
public record Forms(String text, Map<String, Object> structured) {

    public static Forms of(Answer<?> answer) {
        Map<String, Object> body = StructuredForm.components(answer.body());
        return new Forms(TextForm.of(answer, body), StructuredForm.of(answer, body));
    }
}
