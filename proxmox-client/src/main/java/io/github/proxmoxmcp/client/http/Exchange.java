package io.github.proxmoxmcp.client.http;

import io.github.proxmoxmcp.client.call.Call;
import io.github.proxmoxmcp.client.call.ProxmoxException;
import io.github.proxmoxmcp.client.call.ProxmoxException.ClusterUnreachable;
import io.github.proxmoxmcp.client.call.ProxmoxException.ProtocolError;
import io.github.proxmoxmcp.client.call.Reason;
import io.github.proxmoxmcp.client.connection.ConnectionSettings;
import io.github.proxmoxmcp.client.connection.HttpProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer over the JDK's HTTP client, which is made at the first call.
final class Exchange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final ConnectionSettings settings;
    private final ErrorAnswers errors;
    private final Session session;
    private final ConcurrentMap<String, LongAdder> answers = new ConcurrentHashMap<>();
    private @Nullable HttpClient client;

    Exchange(ConnectionSettings settings, InstantSource clock) {
        this.settings = settings;
        this.errors = new ErrorAnswers(settings.credentials());
        this.session = new Session(settings.credentials(), clock);
    }

    /// The body of a successful answer. With a ticket that was refused another is fetched, once: what is answered with
    /// 401 was not done, so even a change may be sent again.
    byte[] perform(Request request, URI endpoint, Duration limit) {
        Map<String, String> headers = headers(request, endpoint, limit);
        try {
            return perform(request, headers, endpoint, limit);
        } catch (ProxmoxException.NotAuthenticated refused) {
            if (!session.refused(headers)) {
                throw refused;
            }
            return perform(request, headers(request, endpoint, limit), endpoint, limit);
        }
    }

    private Map<String, String> headers(Request request, URI endpoint, Duration limit) {
        return session.headers(request, login -> perform(login, Map.of(), endpoint, limit));
    }

    private byte[] perform(Request request, Map<String, String> headers, URI endpoint, Duration limit) {
        Call call = request.call();
        HttpResponse<byte[]> response;
        try {
            response = response(request, headers, endpoint, limit);
        } catch (ProxmoxException e) {
            count("none");
            throw e;
        }
        count(Integer.toString(response.statusCode()));
        byte[] body = unpacked(call, response);
        LOG.debug("{} at {}: {}, {} bytes", call, endpoint, response.statusCode(), body.length);
        if (response.statusCode() / 100 != 2) {
            throw errors.toException(call, response.statusCode(), body);
        }
        return body;
    }

    private void count(String status) {
        answers.computeIfAbsent(status, _ -> new LongAdder()).increment();
    }

    /// How many calls were answered with each status so far; `none`: no answer came.
    SortedMap<String, Long> answers() {
        SortedMap<String, Long> counts = new TreeMap<>();
        answers.forEach((status, count) -> counts.put(status, count.sum()));
        return counts;
    }

    /// How long a call of its kind may take.
    Duration limit(Request request) {
        if (request.file().isPresent()) {
            return settings.timeouts().upload();
        }
        return request.call().isRead()
                ? settings.timeouts().read()
                : settings.timeouts().change();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private HttpResponse<byte[]> response(Request request, Map<String, String> headers, URI endpoint, Duration limit) {
        Call call = request.call();
        AtomicBoolean answered = new AtomicBoolean();
        HttpResponse.BodyHandler<byte[]> body = BodyHandlers.limiting(
                BodyHandlers.ofByteArray(), settings.limits().responseBytes());
        CompletableFuture<HttpResponse<byte[]>> future = client(call)
                .sendAsync(http(request, headers, endpoint), head -> {
                    answered.set(true);
                    return body.apply(head);
                });
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw answered.get() || cause instanceof ProtocolException
                    ? broken(call, cause)
                    : unreachable(call, endpoint, cause);
        } catch (TimeoutException _) {
            future.cancel(true);
            throw new ProxmoxException.Timeout(
                    call,
                    Reason.ours(endpoint + " did not answer within "
                            + limit(request).toMillis() + " ms"),
                    !call.isRead());
        } catch (InterruptedException _) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new ProxmoxException.Timeout(
                    call, Reason.ours("the wait for the answer was interrupted"), !call.isRead());
        }
    }

    private HttpRequest http(Request request, Map<String, String> headers, URI endpoint) {
        HttpRequest.Builder http = HttpRequest.newBuilder(request.uri(endpoint))
                .header("Accept", "application/json")
                .header("Accept-Encoding", "gzip");
        headers.forEach(http::header);
        BodyPublisher body = BodyPublishers.noBody();
        if (request.file().isPresent()) {
            http.header("Content-Type", Multipart.CONTENT_TYPE);
            body = Multipart.body(
                    request.call(), request.parameters(), request.file().get());
        } else if (request.method().hasForm() && !request.parameters().isEmpty()) {
            http.header("Content-Type", "application/x-www-form-urlencoded");
            body = BodyPublishers.ofString(request.encodedParameters());
        }
        return http.method(request.method().name(), body).build();
    }

    private synchronized HttpClient client(Call call) {
        if (client == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(settings.timeouts().connect())
                    .sslContext(tls(call))
                    .executor(Executors.newVirtualThreadPerTaskExecutor());
            settings.proxy().map(Exchange::selector).ifPresent(builder::proxy);
            client = builder.build();
        }
        return client;
    }

    private static ProxySelector selector(HttpProxy proxy) {
        InetSocketAddress address = new InetSocketAddress(proxy.host(), proxy.port());
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy.spares(uri.getHost()) ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                LOG.debug("the proxy {} cannot be reached: {}", address, failure.getMessage());
            }
        };
    }

    private SSLContext tls(Call call) {
        try {
            return Tls.context(Tls.trust(settings.trust()));
        } catch (GeneralSecurityException | IOException e) {
            throw new ClusterUnreachable(call, Reason.ours("cannot use " + settings.trust() + ": " + e), true, false);
        }
    }

    private byte[] unpacked(Call call, HttpResponse<byte[]> response) {
        Optional<String> encoding = response.headers().firstValue("Content-Encoding");
        if (encoding.filter("gzip"::equalsIgnoreCase).isEmpty() || response.body().length == 0) {
            return response.body();
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] body = gzip.readNBytes(settings.limits().responseBytes());
            if (gzip.read() >= 0) {
                throw tooLarge(call);
            }
            return body;
        } catch (IOException e) {
            throw broken(call, e);
        }
    }

    private ProtocolError broken(Call call, Throwable cause) {
        // The JDK has no exception of its own for its limit.
        return String.valueOf(cause.getMessage()).contains("exceeds capacity")
                ? tooLarge(call)
                : new ProtocolError(
                        call,
                        Reason.ours("the answer broke off or is not HTTP: "
                                + Reason.quoted(String.valueOf(cause.getMessage()))),
                        !call.isRead());
    }

    private ProtocolError tooLarge(Call call) {
        return new ProtocolError(
                call,
                Reason.ours("the answer is larger than " + settings.limits().responseBytes() + " bytes"),
                !call.isRead());
    }

    private static ClusterUnreachable unreachable(Call call, URI endpoint, Throwable cause) {
        return Certificates.untrusted(cause)
                .map(untrusted -> new ClusterUnreachable(call, Reason.ours(advice(endpoint, untrusted)), true, false))
                .orElseGet(() -> new ClusterUnreachable(
                        call,
                        Reason.ours(endpoint + " cannot be reached: " + reason(cause)),
                        cause instanceof SSLHandshakeException,
                        !call.isRead() && !neverSent(cause)));
    }

    private static String advice(URI endpoint, CheckedTrust.Untrusted untrusted) {
        ServerCertificate seen = untrusted.certificate();
        return endpoint + " presents a certificate that is not trusted (" + untrusted.getMessage()
                + "). Its subject is "
                + Reason.quoted(seen.subject()) + ", its SHA-256 fingerprint " + seen.fingerprint()
                + ". If the node shows the same ('pvenode cert info'), set PROXMOX_FINGERPRINT to it;"
                + " or set PROXMOX_CA_FILE to the cluster's authority (/etc/pve/pve-root-ca.pem) and use host names"
                + " that are in the certificate";
    }

    private static boolean neverSent(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
    }

    /// Why there is no connection, in words for a person.
    static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnresolvedAddressException || root instanceof UnknownHostException) {
            return "the host name is not known";
        }
        String message = root.getMessage();
        if (message == null || message.isBlank()) {
            message = cause.getMessage();
        }
        return message == null || message.isBlank()
                ? cause instanceof ConnectException
                        ? "connection refused"
                        : root.getClass().getSimpleName()
                : message;
    }
}
