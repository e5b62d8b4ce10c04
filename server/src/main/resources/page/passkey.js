// Asks the browser for a passkey, puts what it says into the form, and sends that. What counts is checked by the server.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const COSE = [-7, -8, -257];
  const say = (message) => {
    const place = document.getElementById("passkey-trouble");
    if (place) { place.textContent = message; place.hidden = false; }
  };
  const send = (id, fields) => {
    // The room may have read itself again meanwhile; what is gone then cannot be decided any more.
    const form = document.getElementById(id);
    if (!form) { location.reload(); return; }
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.submit();
  };
  const approve = async (form) => {
    const made = await navigator.credentials.get({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: form.dataset.host,
      allowCredentials: form.dataset.credentials.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
      userVerification: "required",
    } });
    send("approve", {
      credential: made.id,
      authenticator_data: text(made.response.authenticatorData),
      client_data: text(made.response.clientDataJSON),
      signature: text(made.response.signature),
    });
  };
  const enrol = async (form) => {
    const person = form.elements.person.value.trim();
    const made = await navigator.credentials.create({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      rp: { id: form.dataset.host, name: "proxmox-mcp" },
      user: { id: new TextEncoder().encode(person), name: person, displayName: person },
      pubKeyCredParams: COSE.map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
      attestation: "none",
    } });
    send("enrol", {
      attestation: text(made.response.attestationObject),
      client_data: text(made.response.clientDataJSON),
    });
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-passkey]");
    if (!button || !button.form.reportValidity()) return;
    event.preventDefault();
    if (!window.PublicKeyCredential) { say("This browser has no passkeys, or not at this address."); return; }
    try {
      await (button.dataset.passkey === "enrol" ? enrol : approve)(button.form);
    } catch (error) {
      say(error.name === "NotAllowedError" ? "Nothing was signed: it was cancelled, it took too long, or this device has no passkey for this page." : "Nothing was signed: " + error.message);
    }
  });
})();
