package io.github.proxmoxmcp.server.approval;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.CrossOriginException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotPresentException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import io.github.proxmoxmcp.persistence.acting.Passkey;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The two ceremonies of WebAuthn as WebAuthn4J checks them: who made a passkey and who answers with it was verified by
/// their device (PIN, finger, face), on our page and no other. Makers of devices are not asked to vouch for them: an
/// operator vouches for each passkey.
final class Ceremonies {

    static final List<Integer> ALGORITHMS = List.of(-7, -8, -257);

    /// In the authenticator data, behind the hash of the host and the flags.
    private static final int COUNTER_AT = 33;

    private static final ObjectConverter CONVERTER = new ObjectConverter();
    private static final WebAuthnManager CHECKS = WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);
    private static final AttestedCredentialDataConverter CREDENTIALS = new AttestedCredentialDataConverter(CONVERTER);

    private Ceremonies() {}

    /// A new passkey as its device describes it.
    ///
    /// @param credential id and public key, base64url
    record Enrolled(String id, String credential, boolean backedUp, long counter) {}

    /// @throws BadPasskey when it was not made for this
    static Enrolled enrolled(PageOrigin origin, byte[] challenge, String attestation, String clientData) {
        try {
            RegistrationData data = CHECKS.verify(
                    new RegistrationRequest(bytes(attestation), bytes(clientData)),
                    new RegistrationParameters(
                            property(origin.text(), origin.host(), challenge),
                            ALGORITHMS.stream()
                                    .map(id -> new PublicKeyCredentialParameters(
                                            PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(id)))
                                    .toList(),
                            true));
            AuthenticatorData<?> made =
                    Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
            AttestedCredentialData credential = Objects.requireNonNull(made.getAttestedCredentialData());
            return new Enrolled(
                    text(credential.getCredentialId()),
                    text(CREDENTIALS.convert(credential)),
                    made.isFlagBE(),
                    made.getSignCount());
        } catch (VerificationException | DataConversionException | IllegalArgumentException e) {
            throw new BadPasskey(reason(e), false);
        }
    }

    /// The counter that the device has reached.
    ///
    /// @param counter the last one that is known
    /// @throws BadPasskey when the device did not say this of that
    static long asserted(Passkey passkey, byte[] challenge, Assertion assertion, long counter) {
        try {
            AuthenticationParameters wanted = new AuthenticationParameters(
                    property(passkey.origin(), host(passkey.origin()), challenge),
                    new CredentialRecordImpl(
                            new NoneAttestationStatement(),
                            null,
                            passkey.backedUp(),
                            null,
                            counter,
                            CREDENTIALS.convert(bytes(passkey.credential())),
                            null,
                            null,
                            null,
                            null),
                    List.of(bytes(passkey.id())),
                    true);
            return Objects.requireNonNull(CHECKS.verify(
                                    new AuthenticationRequest(
                                            bytes(assertion.credential()),
                                            bytes(assertion.authenticatorData()),
                                            bytes(assertion.clientData()),
                                            bytes(assertion.signature())),
                                    wanted)
                            .getAuthenticatorData())
                    .getSignCount();
        } catch (VerificationException | DataConversionException | IllegalArgumentException e) {
            throw e instanceof MaliciousCounterValueException
                    ? stale(assertion, counter)
                    : new BadPasskey(reason(e), false);
        }
    }

    /// A form that was sent twice at once has the counter that was just noted; only a copy falls behind it.
    private static BadPasskey stale(Assertion assertion, long counter) {
        boolean copied = Integer.toUnsignedLong(
                        ByteBuffer.wrap(bytes(assertion.authenticatorData())).getInt(COUNTER_AT))
                < counter;
        return new BadPasskey(
                copied ? "its counter went backwards, so there is a copy of it" : "it was used before: try again",
                copied);
    }

    private static ServerProperty property(String origin, String host, byte[] challenge) {
        return ServerProperty.builder()
                .origin(Origin.create(origin))
                .rpId(host)
                .challenge(new DefaultChallenge(challenge))
                .build();
    }

    private static String host(String origin) {
        return PageOrigin.of(URI.create(origin)).map(PageOrigin::host).orElse("");
    }

    private static String reason(RuntimeException e) {
        return switch (e) {
            case BadOriginException _, BadRpIdException _, CrossOriginException _ -> "it was made on another page";
            case BadChallengeException _ -> "it is not over what was asked";
            case UserNotVerifiedException _, UserNotPresentException _ ->
                "the device did not check who uses it: it needs a PIN, a finger or a face";
            case BadSignatureException _ -> "it is not signed by this passkey";
            default -> "it cannot be read, or is not what a browser sends";
        };
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Why a passkey's word is worth nothing.
    static final class BadPasskey extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final boolean copied;

        BadPasskey(String reason, boolean copied) {
            super(reason);
            this.copied = copied;
        }

        String reason() {
            return Optional.ofNullable(getMessage()).orElse("");
        }

        /// Whether there is a second device that says to be this one.
        boolean isCopied() {
            return copied;
        }
    }
}
