package io.github.proxmoxmcp.server.auth;

import java.util.function.BooleanSupplier;

/// What a credential opens, for as long as it does.
///
/// @param valid asked again while an answer lasts, because a credential can expire or be revoked meanwhile
public record Admission(Principal principal, BooleanSupplier valid) {}
