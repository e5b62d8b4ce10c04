package io.github.proxmoxmcp.server.page.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionCookieTest {

    @Test
    void withTlsNoOtherHostOrPathCanHaveIt() {
        SessionCookie cookie = SessionCookie.of(true, 8765);

        assertThat(cookie.set("v"))
                .isEqualTo("__Host-proxmox-mcp=v; Path=/; HttpOnly; SameSite=Strict; Secure")
                .doesNotContain("Domain");
        assertThat(cookie.clear()).startsWith("__Host-proxmox-mcp=; ").endsWith("; Max-Age=0");
    }

    @Test
    void itIsReadAmongOthersAndNotWhereItStandsTwice() {
        SessionCookie cookie = SessionCookie.of(false, 1);

        assertThat(cookie.read("a=b; proxmox-mcp-1=v; c=d")).contains("v");
        assertThat(cookie.read("proxmox-mcp-11=v; xproxmox-mcp-1=v; proxmox-mcp-1="))
                .isEmpty();
        assertThat(cookie.read("proxmox-mcp-1=mine; proxmox-mcp-1=planted")).isEmpty();
    }
}
