package io.github.proxmoxmcp.server.mcp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a request that ended with a question must know when it comes again. The client carries it; the signature holds
/// it to this caller, this very request and some minutes, in every process that has the key.
final class RequestStates {

    private static final String STATE = "requestState";
    private static final String RESPONSES = "inputResponses";
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int MAX_CHARACTERS = 4_000;

    private final Supplier<byte[]> key;
    private final InstantSource clock;

    /// @param key the same in every process that a client may reach
    RequestStates(Supplier<byte[]> key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    String seal(Incoming.Request request, String principal, String about) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("about", about);
        state.put("principal", principal);
        state.put("request", digest(request));
        state.put("until", clock.instant().plus(LIFE).getEpochSecond());
        byte[] text = Json.write(state).getBytes(StandardCharsets.UTF_8);
        return base64(text) + "." + base64(signature(text));
    }

    /// What the request is about; empty: it comes for the first time.
    ///
    /// @throws JsonRpcError when its state is not one that was given out for it
    Optional<String> open(Incoming.Request request, String principal) {
        if (request.params().get(STATE) == null) {
            return Optional.empty();
        }
        return Optional.of(Messages.text(request.params(), STATE)
                .flatMap(this::verified)
                .filter(state -> principal.equals(state.get("principal")))
                .filter(state -> digest(request).equals(state.get("request")))
                .filter(state -> state.get("until") instanceof Number until
                        && until.longValue() >= clock.instant().getEpochSecond())
                .flatMap(state -> Messages.text(state, "about"))
                .orElseThrow(() -> new JsonRpcError(
                        JsonRpcError.INVALID_PARAMS,
                        "'requestState' was not given out for this request, or is too old; send the request without"
                                + " it and without 'inputResponses', to be asked again")));
    }

    private Optional<Map<?, ?>> verified(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 2 || sealed.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(parts[0]);
            boolean ours = MessageDigest.isEqual(
                    signature(text), Base64.getUrlDecoder().decode(parts[1]));
            return ours && Json.read(new String(text, StandardCharsets.UTF_8)) instanceof Map<?, ?> state
                    ? Optional.of(state)
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException _) {
            return Optional.empty();
        }
    }

    /// Of all that the client wants, which it sends again as it was; the order of names may be another.
    private static String digest(Incoming.Request request) {
        Map<String, @Nullable Object> params = new HashMap<>(request.params());
        List.of("_meta", STATE, RESPONSES).forEach(params::remove);
        String text = request.method() + " " + Json.write(sorted(params));
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> sorted = new TreeMap<>();
            map.forEach((name, inner) -> sorted.put(String.valueOf(name), sorted(inner)));
            return sorted;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> sorted = new ArrayList<>();
            list.forEach(inner -> sorted.add(sorted(inner)));
            return sorted;
        }
        return value;
    }

    private byte[] signature(byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What the client answered to a question of the request before; empty: nothing.
    static Map<?, ?> responses(Incoming.Request request) {
        return Messages.object(request.params(), RESPONSES);
    }
}
