package io.github.proxmoxmcp.client.endpoint;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares that a method of an interface is a call of the Proxmox API: `@Endpoint("GET /nodes/{node}/qemu")`.
///
/// The leading arguments fill the placeholders in order. A trailing record becomes the query (GET, DELETE) or the form
/// (POST, PUT); its component names are the parameter names, or what `@JsonProperty` says. What the method returns is
/// read from `data`.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Endpoint {

    /// Method and path as the API viewer shows them.
    String value();
}
