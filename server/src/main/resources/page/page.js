// Tells the page when something changed, while somebody can see it. A hidden page holds no connection: browsers have few.
(() => {
  "use strict";
  const EVERY_MS = 30_000;
  let source;
  const changed = () => {
    if (!document.hidden) document.body.dispatchEvent(new Event("room-changed"));
  };
  const listen = () => {
    if (document.hidden || !document.getElementById("live")) {
      source?.close();
      source = undefined;
    } else if (!source) {
      source = new EventSource("/events");
      source.onmessage = changed;
    }
  };
  document.addEventListener("visibilitychange", () => { listen(); changed(); });
  setInterval(changed, EVERY_MS);
  listen();
})();
