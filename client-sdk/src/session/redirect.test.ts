import { beforeEach, describe, expect, it, vi } from "vitest";
import { answerIn, beginRedirect, isIssuedBy } from "./redirect.ts";

const NAME = "session redirect";
const RETURN = "https://app.example/callback";
const ISSUER = "https://auth.example/t/ten_1";

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  });
});

/** Begins a sign-in, and makes the URL of an answer to it. */
async function begun(options: object = {}) {
  const target = { url: "https://auth.example", key: "pk_live_x", name: NAME, ...options };
  const url = new URL(await beginRedirect(target, { returnUrl: RETURN }));
  const state = url.searchParams.get("state") ?? "";
  const answer = (parts: object) => `${RETURN}?${new URLSearchParams({ state, iss: ISSUER, ...parts })}`;
  return { url, state, answer };
}

const reasonOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return Object(error).details.reason;
  }
  return undefined;
};

describe("a redirect to the hosted pages", () => {
  it("rule 40: sends the challenge of a verifier that stays in the tab, and never the verifier", async () => {
    const { url, answer } = await begun();
    const { searchParams } = url;
    expect(`${url.origin}${url.pathname}`).toBe("https://auth.example/sign-in");
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ response_type: "code", client_id: "pk_live_x", redirect_uri: RETURN, code_challenge_method: "S256" },
    });
    const { verifier } = JSON.parse(stored.get(NAME) ?? "{}");
    expect(verifier).toMatch(/^[0-9a-f]{64}$/);
    expect(url.href).not.toContain(verifier);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
    const challenge = atob((searchParams.get("code_challenge") ?? "").replaceAll("-", "+").replaceAll("_", "/"));
    expect([...challenge].map((character) => character.charCodeAt(0))).toEqual([...new Uint8Array(digest)]);
    expect(answerIn(answer({ code: "c" }), NAME)).toEqual({
      iss: ISSUER,
      input: { code: "c", codeVerifier: verifier, returnUrl: RETURN },
    });
  });

  it("names the tenant where the session has one", async () => {
    expect((await begun({ tenant: "acme" })).url.pathname).toBe("/t/acme/sign-in");
  });

  it("has another state and verifier each time", async () => {
    const [one, other] = [await begun(), await begun()];
    expect(one.state).not.toBe(other.state);
    expect(reasonOf(() => answerIn(one.answer({ code: "c" }), NAME))).toBe("state_mismatch");
  });

  it("accepts an answer once, and none that this tab didn't ask for", async () => {
    const { answer } = await begun();
    expect(answerIn(answer({ code: "c" }), NAME)).toBeDefined();
    expect(reasonOf(() => answerIn(answer({ code: "c" }), NAME))).toBe("state_mismatch");
    await begun();
    expect(reasonOf(() => answerIn(answer({ code: "c", state: "made-up" }), NAME))).toBe("state_mismatch");
  });

  it("ignores a URL without an answer, and reports the service's refusal", async () => {
    const { answer } = await begun();
    expect(answerIn(`${RETURN}?page=2`, NAME)).toBeUndefined();
    expect(reasonOf(() => answerIn(answer({ error: "access_denied" }), NAME))).toBe("access_denied");
  });

  it("rule 45: refuses an answer without an issuer, and tells tokens of another issuer", async () => {
    const { answer } = await begun();
    expect(reasonOf(() => answerIn(answer({ code: "c", iss: "" }), NAME))).toBe("iss_missing");
    const token = `x.${btoa(JSON.stringify({ iss: ISSUER }))}.x`;
    expect([isIssuedBy(token, ISSUER), isIssuedBy(token, "https://evil.example")]).toEqual([true, false]);
  });
});
