package io.github.proxmoxmcp.server.config;

/// What is wrong with the configuration, where, and what to write instead.
public final class ConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
