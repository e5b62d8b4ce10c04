package io.github.proxmoxmcp.client.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.proxmoxmcp.client.endpoint.Endpoint;
import io.github.proxmoxmcp.client.value.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Users and their tokens: `/access/users`.
public interface UsersApi {

    @Endpoint("GET /access/users")
    List<User> list(UserQuery query);

    @Endpoint("POST /access/users")
    void create(UserCreate request);

    @Endpoint("GET /access/users/{userid}")
    UserDetail get(String userid);

    @Endpoint("PUT /access/users/{userid}")
    void change(String userid, UserChange request);

    @Endpoint("DELETE /access/users/{userid}")
    void remove(String userid);

    @Endpoint("GET /access/users/{userid}/token")
    List<TokenInfo> tokens(String userid);

    @Endpoint("GET /access/users/{userid}/token/{tokenid}")
    TokenDetail token(String userid, String tokenid);

    /// The only time that its value is told.
    @Endpoint("POST /access/users/{userid}/token/{tokenid}")
    CreatedToken createToken(String userid, String tokenid, TokenCreate request);

    @Endpoint("PUT /access/users/{userid}/token/{tokenid}")
    TokenDetail changeToken(String userid, String tokenid, TokenChange request);

    @Endpoint("DELETE /access/users/{userid}/token/{tokenid}")
    void removeToken(String userid, String tokenid);

    @Endpoint("GET /access/users/{userid}/tfa")
    TfaTypes tfaTypes(String userid, TfaQuery query);

    @Endpoint("PUT /access/users/{userid}/unlock-tfa")
    Boolean unlockTfa(String userid);

    @Endpoint("PUT /access/password")
    void setPassword(PasswordChange request);

    @Endpoint("GET /access/tfa")
    List<TfaUser> tfa();

    @Endpoint("GET /access/tfa/{userid}")
    List<TfaEntry> tfaOf(String userid);

    @Endpoint("GET /access/tfa/{userid}/{id}")
    TfaEntry tfaEntry(String userid, String id);

    @Endpoint("DELETE /access/tfa/{userid}/{id}")
    void removeTfa(String userid, String id, TfaRemoval request);

    /// Only enabled ones; `full` with groups and tokens.
    record UserQuery(Optional<Boolean> enabled, Optional<Boolean> full) {

        /// All of them.
        public static final UserQuery ALL = new UserQuery(Optional.empty(), Optional.empty());
    }

    /// A new user, `joe@pve`.
    record UserCreate(
            String userid,
            Optional<Secret> password,
            Optional<String> groups,
            Optional<Boolean> enable,
            Optional<Instant> expire,
            Optional<String> firstname,
            Optional<String> lastname,
            Optional<String> email,
            Optional<String> comment) {}

    /// What to change about a user.
    record UserChange(
            Optional<String> groups,
            Optional<Boolean> append,
            Optional<Boolean> enable,
            Optional<Instant> expire,
            Optional<String> firstname,
            Optional<String> lastname,
            Optional<String> email,
            Optional<String> comment) {}

    /// A new token, with rights of its own unless `privsep` is false.
    record TokenCreate(Optional<String> comment, Optional<Instant> expire, Optional<Boolean> privsep) {

        /// Proxmox's defaults.
        public static final TokenCreate SEPARATED =
                new TokenCreate(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// What to change about a token.
    record TokenChange(
            Optional<String> comment, Optional<Instant> expire, Optional<Boolean> privsep, Optional<String> delete) {}

    /// Whether all are wanted.
    record TfaQuery(Optional<Boolean> multiple) {

        /// Proxmox's defaults.
        public static final TfaQuery ONE = new TfaQuery(Optional.empty());
    }

    /// Whose, and which.
    record PasswordChange(
            String userid,
            Secret password,
            @JsonProperty("confirmation-password") Optional<Secret> confirmationPassword) {}

    /// With the password of who removes it.
    record TfaRemoval(Optional<Secret> password) {

        /// Proxmox's defaults.
        public static final TfaRemoval PLAIN = new TfaRemoval(Optional.empty());
    }

    /// A user; `expire` 1970 is never, `groups` are separated by commas.
    record User(
            String userid,
            Optional<Boolean> enable,
            Optional<Instant> expire,
            Optional<String> firstname,
            Optional<String> lastname,
            Optional<String> email,
            Optional<String> comment,
            Optional<String> groups,
            @JsonProperty("realm-type") Optional<String> realmType,
            Optional<List<TokenInfo>> tokens) {}

    /// A user.
    record UserDetail(
            Optional<Boolean> enable,
            Optional<Instant> expire,
            Optional<String> firstname,
            Optional<String> lastname,
            Optional<String> email,
            Optional<String> comment,
            Optional<List<String>> groups,
            Optional<Map<String, TokenDetail>> tokens) {}

    /// A token; `expire` 1970 is never.
    record TokenInfo(String tokenid, Optional<Boolean> privsep, Optional<Instant> expire, Optional<String> comment) {}

    /// What is known of a token, which is not its value.
    record TokenDetail(Optional<Boolean> privsep, Optional<Instant> expire, Optional<String> comment) {}

    /// A new token with its value.
    record CreatedToken(@JsonProperty("full-tokenid") String fullTokenid, Secret value, Optional<TokenDetail> info) {}

    /// Second factors that a user needs and has.
    record TfaTypes(Optional<String> realm, Optional<String> user, Optional<List<String>> types) {}

    /// A user with second factors.
    record TfaUser(
            String userid,
            List<TfaEntry> entries,
            @JsonProperty("totp-locked") Optional<Boolean> totpLocked) {}

    /// A second factor.
    record TfaEntry(
            String id,
            String type,
            Optional<String> description,
            Optional<Instant> created,
            Optional<Boolean> enable) {}
}
