/**
 * Puts the token of the solved challenge into the page's forms. A form that is sent before waits for it, unless its button makes no
 * attempt, as those that send an email.
 */
const COMMON = `
  const area = document.querySelector("[data-challenge]");
  const status = area.querySelector("[role=status]");
  const fields = [...document.querySelectorAll("input[name=challenge]")];
  let state = "working";
  let waiting;

  const show = (next) => {
    state = next;
    status.textContent = area.dataset[next] ?? "";
  };
  const setToken = (token) => {
    for (const field of fields) field.value = token;
  };
  const succeed = (token) => {
    setToken(token);
    show("done");
    waiting?.form.requestSubmit(waiting.submitter);
  };
  for (const { form } of fields)
    form.addEventListener("submit", (event) => {
      const sendsEmail = ["code", "link"].includes(event.submitter?.value);
      if (state !== "working" || sendsEmail) return;
      event.preventDefault();
      waiting = { form, submitter: event.submitter };
      status.textContent = area.dataset.waiting;
      status.scrollIntoView({ block: "nearest" });
    });
`;

/**
 * Tries numbers until the hash begins with enough zero bits (see \`ProofOfWork\`), in slices between which the page stays usable.
 * Screen readers hear the beginning and the end, and see the share of tries that is expected in between.
 */
export const PROOF_OF_WORK_SCRIPT = `
{${COMMON}
  const SLICE = 256;
  const encoder = new TextEncoder();
  const progress = area.querySelector("progress");
  const { text, bits } = area.dataset;
  const isToken = async (token) => {
    const hash = await crypto.subtle.digest("SHA-256", encoder.encode(token));
    return Math.clz32(new DataView(hash).getUint32(0)) >= Number(bits);
  };
  const solve = async () => {
    for (let first = 0; ; first += SLICE) {
      const tokens = Array.from({ length: SLICE }, (_, i) => text + "." + (first + i));
      const found = (await Promise.all(tokens.map(isToken))).indexOf(true);
      if (found !== -1) return tokens[found];
      progress.value = 1 - Math.exp(-first / 2 ** Number(bits));
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  progress.hidden = false;
  show("working");
  solve().then(
    (token) => {
      // It stays, so that nothing moves under the pointer.
      progress.value = 1;
      succeed(token);
    },
    () => {
      // WebCrypto needs a secure context.
      progress.hidden = true;
      show("failed");
    },
  );
}
`;

/** Shows Cloudflare's widget. Source: developers.cloudflare.com/turnstile, "Widget configurations". */
export const TURNSTILE_SCRIPT = `
{${COMMON}
  const widget = area.querySelector(".widget");
  const fail = () => {
    show("failed");
    return true;
  };
  globalThis.showChallenge = () => {
    const { siteKey, action, language } = area.dataset;
    turnstile.render(widget, {
      sitekey: siteKey,
      action,
      language,
      theme: "auto",
      // The flexible one is at least 300 pixels wide.
      size: widget.clientWidth < 300 ? "compact" : "flexible",
      "response-field": false,
      callback: succeed,
      "error-callback": fail,
      "unsupported-callback": fail,
      "expired-callback": () => {
        setToken("");
        show("working");
      },
    });
  };
  show("working");
  const api = document.createElement("script");
  api.src = "https://challenges.cloudflare.com/turnstile/v0/api.js?onload=showChallenge&render=explicit";
  api.nonce = document.currentScript.nonce;
  api.addEventListener("error", fail);
  document.body.append(api);
}
`;
