package io.github.proxmoxmcp.server.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/// Writes views: documents that have all they need in them, and load nothing.
///
/// A document is the same for every answer, which its client gives it later. Its policy knows its one style and its one
/// script by their hashes, so that nothing else can run in it, whatever an answer says.
public final class ViewDocuments {

    private final Optional<URI> page;

    /// @param page where browsers find the page for people, if that is known
    public ViewDocuments(Optional<URI> page) {
        this.page = page;
    }

    public String write(View view) {
        String style = file("page/page.css") + file("view/view.css");
        String script = file("view/view.js") + file("view/" + view.word() + ".js");
        return """
            <!DOCTYPE html>
            <html lang="en" data-room="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main><h1>%s</h1><p role="status">The answer has not come yet.</p></main>
            <script>%s</script>
            </body>
            </html>
            """.formatted(
                        page.map(address -> attribute(room(address, view))).orElse(""),
                        hash(style),
                        hash(script),
                        view.title(),
                        style,
                        view.title(),
                        script);
    }

    private static String room(URI page, View view) {
        return page.toString().replaceFirst("/+$", "") + view.room();
    }

    private static String attribute(String text) {
        return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String file(String name) {
        try (InputStream in = ViewDocuments.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is not whole: " + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
