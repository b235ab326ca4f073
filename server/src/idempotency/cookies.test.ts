import { beforeAll, describe, expect, it } from "vitest";
import { newKey } from "../../test/idempotent-calls.ts";
import { call as callFromPage, OWN } from "../../test/page.ts";
import { somebody } from "../../test/people.ts";
import { createWorld, type World } from "../../test/world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});

describe("the cookie of a replayed call", () => {
  const refresh = async (cookie: string | undefined, key: string, headers = OWN) =>
    await callFromPage("auth.refresh", { cookie, headers: { ...headers, "idempotency-key": key } });
  async function signedIn() {
    const { credentials } = await somebody(world.acme);
    return (await callFromPage("auth.login", { input: { ...credentials, mode: "cookie" } })).cookie;
  }

  it("is set again for a browser that didn't get it the first time", async () => {
    const [before, key] = [await signedIn(), newKey()];
    const first = await refresh(before, key);
    const repeat = await refresh(before, key);
    expect([repeat.code, repeat.set, repeat.json]).toEqual(["ok", first.set, first.json]);
    expect((await refresh(repeat.cookie, newKey())).code).toBe("ok");
  });

  it("isn't set for a browser that has it, so that a late response replaces no newer cookie", async () => {
    const [before, key] = [await signedIn(), newKey()];
    const first = await refresh(before, key);
    const repeat = await refresh(first.cookie, key);
    expect([repeat.code, repeat.set, repeat.json]).toEqual(["ok", undefined, first.json]);
    expect((await refresh(first.cookie, newKey())).code).toBe("ok");
  });

  it("is set neither in another browser nor in one with a newer cookie", async () => {
    const [before, key] = [await signedIn(), newKey()];
    const first = await refresh(before, key);
    const next = await refresh(first.cookie, newKey());
    expect([first.code, next.code]).toEqual(["ok", "ok"]);
    for (const cookie of [await signedIn(), next.cookie, undefined]) {
      const repeat = await refresh(cookie, key);
      expect([repeat.code, repeat.set]).toEqual(["idempotency_key_reused", undefined]);
    }
    // The session is unchanged.
    expect((await refresh(next.cookie, newKey())).code).toBe("ok");
  });

  it("rule 29: is set again only for the tenant's own pages", async () => {
    const [before, key] = [await signedIn(), newKey()];
    await refresh(before, key);
    const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const repeat = await refresh(before, key, evil);
    expect([repeat.code, repeat.set]).toEqual(["cross_site_request", undefined]);
  });

  it("is deleted again when a sign-out is repeated", async () => {
    const cookie = await signedIn();
    const headers = { ...OWN, "idempotency-key": newKey() };
    const out = async (sent?: string) => await callFromPage("auth.logout", { cookie: sent, headers });
    const first = await out(cookie);
    expect(first.set).toContain("Max-Age=0");
    for (const sent of [cookie, undefined]) expect((await out(sent)).set).toBe(first.set);
  });
});
