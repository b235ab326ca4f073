import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { siteverify } from "../../../test/siteverify.ts";
import { Turnstile } from "./turnstile.ts";

const NOW = new Date("2026-05-01T12:00:00Z");
const SECRET = "0x-secret";
const SUBJECT = { tenantId: "ten_1", kind: "password", account: "anne", ip: "192.0.2.1" } as const;

const log = vi.spyOn(console, "error");
beforeEach(() => {
  log.mockReset().mockReturnValue();
});
afterEach(() => {
  expect(JSON.stringify(log.mock.calls)).not.toContain(SECRET);
});

const TOKENS = {
  good: { action: "password" },
  mine: { action: "password", ip: "192.0.2.1" },
  other: { action: "code" },
};
function turnstileWith(fetch: ConstructorParameters<typeof Turnstile>[1], secret = SECRET): Turnstile {
  return new Turnstile({ siteKey: "0x-site", secret }, fetch);
}

describe("Turnstile", () => {
  it("offers the widget's site key and action, and no secret", async () => {
    const offer = await turnstileWith(siteverify(SECRET, {}).fetch).offer(SUBJECT);
    expect(offer).toEqual({ kind: "turnstile", siteKey: "0x-site", action: "password" });
  });

  it("accepts a token that Cloudflare confirms, once, and returns how long to store its id", async () => {
    const cloudflare = siteverify(SECRET, TOKENS);
    const turnstile = turnstileWith(cloudflare.fetch);
    const met = await turnstile.check("mine", SUBJECT, NOW);
    expect(met).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{64}$/),
      expiresAt: new Date("2026-05-01T12:05Z"),
    });
    expect(cloudflare.seen).toEqual([{ secret: SECRET, response: "mine", remoteip: "192.0.2.1" }]);
    expect(await turnstile.check("mine", SUBJECT, NOW)).toBeUndefined();
  });

  it("sends no IP address for attempts from a server", async () => {
    const cloudflare = siteverify(SECRET, TOKENS);
    expect(await turnstileWith(cloudflare.fetch).check("good", { ...SUBJECT, ip: null }, NOW)).toBeDefined();
    expect(cloudflare.seen).toEqual([{ secret: SECRET, response: "good" }]);
  });

  it.each(["unheard-of", "other"])("refuses the token %j", async (token) => {
    expect(await turnstileWith(siteverify(SECRET, TOKENS).fetch).check(token, SUBJECT, NOW)).toBeUndefined();
    expect(log).not.toHaveBeenCalled();
  });

  it.each<[string, ConstructorParameters<typeof Turnstile>[1]]>([
    ["does not answer", async () => await Promise.reject(new Error("no route"))],
    ["answers no JSON", async () => new Response("<html>")],
    ["answers something else", async () => Response.json({ success: "yes" })],
    ["refuses our secret", siteverify("another", TOKENS).fetch],
  ])("that %s lets nobody pass, and the operators know", async (_, fetch) => {
    expect(await turnstileWith(fetch).check("good", SUBJECT, NOW)).toBeUndefined();
    expect(log).toHaveBeenCalledWith(expect.stringContaining("Turnstile could not be reached."));
  });
});
