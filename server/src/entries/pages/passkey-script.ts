/**
 * Uses or creates a passkey for the form in the page's element `data-passkey`, and submits it. The options are requested when they are
 * needed, since a challenge works for 5 minutes and a page may stay open for days. With `data-autofill` the browser also offers
 * passkeys in the autofill of the email's field (WebAuthn Level 3 §5.1.4).
 */
export const PASSKEY_SCRIPT = `
{
  const area = document.querySelector("[data-passkey]");
  const form = area.querySelector("form");
  const problems = [...area.querySelectorAll("[role=alert]")];
  let pending;
  let isOpen = false;

  const options = async (signal) => {
    const body = new URLSearchParams([...new FormData(form), ["step", "start"]]);
    const response = await fetch(form.action, { method: "POST", body, signal, referrerPolicy: "no-referrer" });
    if (!response.ok) throw response;
    return await response.json();
  };

  const use = async (mediation) => {
    pending?.abort();
    pending = new AbortController();
    const { signal } = pending;
    const json = await options(signal);
    const credential =
      area.dataset.passkey === "create"
        ? await navigator.credentials.create({ signal, publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
        : await navigator.credentials.get({
            signal,
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json),
            ...(mediation && { mediation }),
          });
    form.elements.passkey.value = JSON.stringify(credential);
    form.submit();
  };

  const autofill = async () => {
    if (isOpen || document.hidden || area.dataset.autofill === undefined) return;
    if (await PublicKeyCredential.isConditionalMediationAvailable?.()) use("conditional").catch(() => {});
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const problem of problems) problem.hidden = true;
    isOpen = true;
    try {
      await use();
    } catch (error) {
      isOpen = false;
      // The service says what is wrong when the form comes without a passkey.
      if (error instanceof Response) form.submit();
      else (problems.find((problem) => problem.dataset.error === error.name) ?? problems[0]).hidden = false;
      autofill();
    }
  });

  if (typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential) {
    area.hidden = false;
    for (const other of document.querySelectorAll("[data-without-passkeys]")) other.hidden = true;
    autofill();
    setInterval(autofill, 4 * 60_000);
    document.addEventListener("visibilitychange", autofill);
  }
}
`;
