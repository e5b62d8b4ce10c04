// A host of views as web clients are one: the official bridge, and the frame of another origin between.
import { AppBridge, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

// The bridge says each message to the console, which is read for complaints.
console.debug = console.log = () => {};

const log = [];
window.hostLog = log;

// Shows a view with what a tool answered, as the extension tells hosts to.
window.show = (proxy, html, result, theme, openLinks = true) => new Promise((ready) => {
  document.querySelectorAll("iframe").forEach((frame) => frame.remove());
  log.length = 0;
  const frame = document.createElement("iframe");
  frame.title = "A view";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin");
  window.addEventListener("message", (event) => {
    if (event.source === frame.contentWindow) log.push(event.data);
  });
  const started = async (event) => {
    if (event.source !== frame.contentWindow || event.data?.method !== "ui/notifications/sandbox-proxy-ready") return;
    window.removeEventListener("message", started);
    const bridge = new AppBridge(null, { name: "test host", version: "1" }, openLinks ? { openLinks: {} } : {}, {
      hostContext: { theme, displayMode: "inline", containerDimensions: { maxHeight: 2000 } },
    });
    bridge.onopenlink = async ({ url }) => { log.push({ opened: url }); return {}; };
    bridge.onsizechange = ({ height }) => { frame.style.height = `${height}px`; };
    bridge.oninitialized = async () => {
      await bridge.sendToolInput({ arguments: {} });
      await bridge.sendToolResult(result);
      window.bridge = bridge;
      ready(bridge.getAppVersion());
    };
    await bridge.connect(new PostMessageTransport(frame.contentWindow, frame.contentWindow));
    await bridge.sendSandboxResourceReady({ html, sandbox: "allow-scripts allow-same-origin" });
  };
  window.addEventListener("message", started);
  frame.src = proxy;
  document.body.append(frame);
});
