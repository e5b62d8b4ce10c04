package io.github.proxmoxmcp.server.page.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Guests, notes, tags and comments that are markup and scripts: all of it is shown, and none of it is run.
@InBrowser
final class HostilePageTest {

    /// What in a document would be of others.
    private static final String THEIRS =
            "script:not([src^='/assets/']), style, iframe, img[src='x'], [onerror], [onload],"
                    + " [onfocus], [href^='javascript:'], [hx-trigger='load']";

    @TempDir
    private static Path folder;

    private static Optional<HostileDemo> opened = Optional.empty();

    private final Browser browser;

    HostilePageTest(Browser browser) {
        this.browser = browser;
    }

    @BeforeAll
    static void start() {
        opened = Optional.of(new HostileDemo(folder));
    }

    @AfterAll
    static void stop() {
        opened.ifPresent(HostileDemo::close);
    }

    /// Every room, and those of one guest; with what is written in the address besides.
    private List<String> rooms() {
        browser.visit(opened.orElseThrow().server().address(), "/");
        List<String> rooms = new ArrayList<>();
        browser.script("return [...document.querySelectorAll('header nav a')].map(link => link.getAttribute('href'))")
                .forEach(link -> rooms.add(link.asString()));
        String guest = browser.script(
                        "return document.querySelector(\"#live a[href*='/guests/']\").getAttribute('href')")
                .asString();
        // In a path the server refuses %2F itself, with no document at all.
        String segment = URLEncoder.encode(HostileDemo.MARKUP.replace("/", ""), StandardCharsets.UTF_8)
                .replace("+", "%20");
        String theirs = URLEncoder.encode(HostileDemo.MARKUP, StandardCharsets.UTF_8);
        rooms.addAll(List.of(
                guest,
                guest + "/life",
                "/diff?from=1h+ago",
                "/?find=" + theirs,
                "/?tag=" + theirs + "&node=" + theirs,
                "/time?name=" + theirs,
                "/time?at=" + theirs,
                "/time?span=" + theirs,
                "/diff?from=" + theirs,
                "/guests/" + segment + "/100",
                "/" + segment));
        return rooms;
    }

    @Test
    void whatOthersWroteIsShownAndNeverRun() {
        opened.orElseThrow().server().call("power_guest", Map.of("guest", 100, "action", "shutdown"));
        Map<String, String> wrong = new TreeMap<>();
        int shown = 0;
        for (String room : rooms()) {
            browser.open(room);
            // Once more as a page that is open does, into the document that is there.
            browser.script("document.body.dispatchEvent(new Event('room-changed'))");
            browser.settle();
            String found = browser.script(
                            "return [window.ran ?? '', ...[...document.querySelectorAll(arguments[0])].map(e =>"
                                    + " e.outerHTML)].join(' ')",
                            THEIRS)
                    .asString();
            if (!found.isBlank()) {
                wrong.put(room, found);
            }
            shown += browser.text("body").contains(HostileDemo.SCRIPT) ? 1 : 0;
        }
        // A room that refuses what its address says does so with a status, which the browser remarks.
        List<String> complaints = browser.complaints().stream()
                .filter(said -> !said.contains("the server responded with a status of 4"))
                .toList();

        assertThat(wrong).isEmpty();
        assertThat(complaints).isEmpty();
        assertThat(shown).isGreaterThan(8);
    }

    @Test
    void aGuestOfOthersIsFoundByWhatItIsCalled() {
        browser.visit(opened.orElseThrow().server().address(), "/");
        browser.fill("#find", HostileDemo.SCRIPT);

        await().until(() -> browser.path().contains("script"));
        browser.waitFor("#live td, #live th", HostileDemo.SCRIPT);
        assertThat(browser.script("return window.ran ?? 0").asInt()).isZero();
    }
}
