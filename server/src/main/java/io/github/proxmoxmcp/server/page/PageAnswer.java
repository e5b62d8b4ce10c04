package io.github.proxmoxmcp.server.page;

import gg.jte.html.HtmlTemplateOutput;

/// What a room answers.
public sealed interface PageAnswer {

    /// A document.
    record Shown(int status, String title, Body body) implements PageAnswer {
        public Shown(String title, Body body) {
            this(200, title, body);
        }
    }

    /// The browser shall look there instead, which is how every form that was sent ends.
    record Elsewhere(String location) implements PageAnswer {}

    /// A template with what it shows, to be put into the layout's frame.
    @FunctionalInterface
    interface Body {

        void render(HtmlTemplateOutput out, Frame frame);
    }
}
