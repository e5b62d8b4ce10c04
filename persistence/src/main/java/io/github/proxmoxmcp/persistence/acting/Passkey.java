package io.github.proxmoxmcp.persistence.acting;

import java.time.Instant;
import java.util.Optional;

/// A key pair of WebAuthn whose private half a person's device keeps.
///
/// @param id of the credential, base64url
/// @param person whose it is, the name by which they approve
/// @param origin of the page on which it was enrolled, and the only one on which it counts
/// @param credential attested credential data (id and public key), base64url
/// @param backedUp whether the device may copy it to others of its owner
/// @param counter of the last assertion; 0 where the device does not count
/// @param enrolledBy the principal who was signed in then
/// @param vouch absent: it counts for nothing yet
/// @param end present: it counts for nothing any more
public record Passkey(
        String id,
        String person,
        String origin,
        String credential,
        boolean backedUp,
        long counter,
        String enrolledBy,
        Instant enrolledAt,
        Optional<Vouch> vouch,
        Optional<End> end) {

    /// An operator's word that it is this person's.
    ///
    /// @param signature base64
    public record Vouch(String operator, String signature, Instant at) {}

    /// Why it counts no more.
    public record End(Instant at, String reason) {}
}
