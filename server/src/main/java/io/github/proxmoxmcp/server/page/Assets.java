package io.github.proxmoxmcp.server.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Style, scripts and icon: few, small, and never changed under an address, so that a browser keeps them.
public final class Assets {

    /// Below it all are found, each behind a hash of all of them.
    public static final String PATH = "/assets/";

    private static final String HTMX = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Asset> assets = new TreeMap<>();
    private final String hash;

    /// One of them.
    public static final class Asset {

        private final String type;
        private final byte[] plain;
        private final byte[] packed;

        private Asset(String type, byte[] plain) {
            this.type = type;
            this.plain = plain;
            this.packed = Assets.packed(plain);
        }

        public String type() {
            return type;
        }

        /// What is sent, compressed if the browser takes that.
        public byte[] bytes(boolean compressed) {
            return (compressed ? packed : plain).clone();
        }
    }

    /// Reads them all.
    public static Assets read() {
        try {
            Properties htmx = new Properties();
            htmx.load(new java.io.StringReader(new String(bytes(HTMX), StandardCharsets.UTF_8)));
            return new Assets(Map.of(
                    "page.css", bytes("page/page.css"),
                    "page.js", bytes("page/page.js"),
                    "time.js", bytes("page/time.js"),
                    "passkey.js", bytes("page/passkey.js"),
                    "icon.svg", bytes("page/icon.svg"),
                    "htmx.js",
                            bytes("META-INF/resources/webjars/htmx.org/" + htmx.getProperty("version")
                                    + "/dist/htmx.min.js")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Assets(Map<String, byte[]> files) throws IOException {
        MessageDigest digest = sha256();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            String type = TYPES.getOrDefault(file.getKey().replaceFirst(".*\\.", ""), "application/octet-stream");
            assets.put(file.getKey(), new Asset(type, file.getValue()));
            digest.update(file.getValue());
        }
        hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /// Where a browser finds one.
    public String url(String name) {
        if (!assets.containsKey(name)) {
            throw new IllegalArgumentException("there is no asset '" + name + "'");
        }
        return PATH + hash + "/" + name;
    }

    /// What is at an address; empty too when it is of another version of the program.
    public Optional<Asset> at(String path) {
        String prefix = PATH + hash + "/";
        return path.startsWith(prefix)
                ? Optional.ofNullable(assets.get(path.substring(prefix.length())))
                : Optional.empty();
    }

    /// The same, compressed.
    public static byte[] packed(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] bytes(String resource) throws IOException {
        try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the program is not whole: " + resource + " is missing in it; install it again");
            }
            return in.readAllBytes();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
