import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLAIMS, type Key, KeyHost, newKey, sign, verifierOf } from "../../test/issuer.ts";
import { errorOf } from "../../test/refused.ts";
import type { VerifierOptions } from "./verifier.ts";

let one: Key;
let two: Key;
beforeAll(async () => {
  one = await newKey("one");
  two = await newKey("two");
});

let host: KeyHost;
beforeEach(() => {
  host = new KeyHost(one);
});

/** A verifier of tokens that never end before the test does. */
function patient(options: Partial<VerifierOptions> = {}) {
  const { verifier, advance } = verifierOf(host, options);
  let passed = 0;
  const later = (seconds: number) => {
    passed += seconds;
    advance(seconds);
  };
  const token = async (key: Key) => {
    const iat = CLAIMS.iat + passed;
    return await sign(key, { iat, exp: iat + 300 });
  };
  const verify = async (key: Key) => await verifier.verify(await token(key));
  const codeOf = async (key: Key) => (await errorOf(verify(key))).code;
  return { later, token, verify, codeOf, verifier };
}

describe("cached keys", () => {
  it("are used as long as the response allows, then fetched again", async () => {
    const { verify, later } = patient();
    await verify(one);
    later(299);
    await verify(one);
    expect(host.requests).toHaveLength(1);
    later(1);
    await verify(one);
    expect(host.requests).toHaveLength(2);
  });

  it.each([
    ["public, max-age=60", "0", 60],
    ["public, max-age=300", "240", 60],
    ["max-age=86400", "0", 3600],
    ["no-store", "0", 300],
    ["max-age=0", "0", 30],
    ["s-maxage=9999, max-age=60", "0", 60],
    ["max-age=soon", "0", 300],
  ])("with %s and an age of %s seconds are used for %i seconds", async (cacheControl, age, seconds) => {
    host.answer = () => Response.json({ keys: [one.jwk] }, { headers: { "cache-control": cacheControl, age } });
    const { verify, later } = patient();
    await verify(one);
    later(seconds - 1);
    await verify(one);
    expect(host.requests).toHaveLength(1);
    later(1);
    await verify(one);
    expect(host.requests).toHaveLength(2);
  });

  it("are fetched again if the clock was set back", async () => {
    const { verify, later } = patient();
    await verify(one);
    later(-3600);
    await verify(one);
    expect(host.requests).toHaveLength(2);
  });

  it("don't include withdrawn keys after the next fetch", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    host.publish(two);
    later(300);
    expect(await codeOf(one)).toBe("token_key_not_found");
    await verify(two);
  });
});

describe("an unknown kid", () => {
  it("causes one fetch per 30 seconds, however many tokens have it", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    for (let i = 0; i < 50; i++) expect(await codeOf({ ...two, kid: `made-up-${i}` })).toBe("token_key_not_found");
    expect(host.requests).toHaveLength(1);
    later(30);
    await Promise.all(Array.from({ length: 50 }, (_, i) => codeOf({ ...two, kid: `made-up-${i}` })));
    expect(host.requests).toHaveLength(2);
    for (let second = 0; second < 300; second++) {
      later(1);
      await codeOf({ ...two, kid: `another-${second}` });
    }
    expect(host.requests).toHaveLength(12);
  });

  it("is found after a rotation before the cache expires", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    host.publish(one, two);
    expect(await codeOf(two)).toBe("token_key_not_found");
    later(30);
    await verify(two);
    await verify(one);
    expect(host.requests).toHaveLength(2);
  });
});

describe("concurrent verifications", () => {
  it("share one fetch", async () => {
    const { verifier, token } = patient();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => token(one)));
    await Promise.all(tokens.map((text) => verifier.verify(text)));
    expect(host.requests).toHaveLength(1);
  });

  it("don't wait for a fetch if the key is cached", async () => {
    const { verify, later } = patient();
    await verify(one);
    later(300);
    let answer = () => {};
    host.answer = () =>
      new Promise((resolve) => {
        answer = () => resolve(KeyHost.publishing(one)());
      });
    const waiting = verify(one);
    await expect.poll(() => host.requests.length).toBe(2);
    await verify(one);
    answer();
    await waiting;
    expect(host.requests).toHaveLength(2);
  });

  it("don't wait for a fetch that never ends", async () => {
    host.answer = () => new Promise(() => {});
    const { codeOf, verify, later } = patient({ timeoutSeconds: 1 });
    expect(await Promise.all([codeOf(one), codeOf(one)])).toEqual(["keys_unavailable", "keys_unavailable"]);
    expect(host.requests).toHaveLength(1);
    host.publish(one);
    later(1);
    await verify(one);
  });
});

describe("while the network is down", () => {
  it("uses cached keys for an hour, and tries to fetch twice a minute", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    host.goDown();
    later(300);
    for (let i = 0; i < 20; i++) await verify(one);
    expect(host.requests).toHaveLength(2);
    later(30);
    await verify(one);
    expect(host.requests).toHaveLength(3);
    later(3569);
    await verify(one);
    later(1);
    expect(await codeOf(one)).toBe("keys_unavailable");
  });

  it("uses cached keys for the configured time", async () => {
    const { verify, codeOf, later } = patient({ maxStaleSeconds: 0 });
    await verify(one);
    host.goDown();
    later(299);
    await verify(one);
    later(1);
    expect(await codeOf(one)).toBe("keys_unavailable");
    const tooLong = () => patient({ maxStaleSeconds: 86_401 });
    expect(tooLong).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  it("doesn't report an unknown key as missing", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    host.goDown();
    later(30);
    expect(await codeOf(two)).toBe("keys_unavailable");
    host.publish(one, two);
    later(30);
    await verify(two);
  });

  it("throws a retryable error without cached keys, and tries once a second", async () => {
    host.goDown();
    const { verify, later, token, verifier } = patient();
    const error = await errorOf(verifier.verify(await token(one)));
    expect(error).toMatchObject({ code: "keys_unavailable", retryable: true, cause: new TypeError("fetch failed") });
    for (let i = 0; i < 20; i++) await errorOf(verify(one));
    expect(host.requests).toHaveLength(1);
    host.publish(one);
    later(1);
    await verify(one);
  });

  it.each([
    ["a page of something else", () => new Response("<html>")],
    ["an error of the service", () => Response.json({ error: { data: { code: "internal_error" } } }, { status: 500 })],
    ["a redirect", () => Response.redirect("https://evil.example/keys")],
    ["a 404 of something else", () => Response.json({ message: "Not found" }, { status: 404 })],
    ["no key set", () => Response.json({ keys: {} })],
    ["nothing", () => Response.json(null)],
  ])("refuses %s as a key set", async (_, answer) => {
    host.answer = answer;
    expect(await patient().codeOf(one)).toBe("keys_unavailable");
  });

  it("refuses all keys of a deleted tenant, cached ones too", async () => {
    const { verify, codeOf, later } = patient();
    await verify(one);
    host.answer = () => Response.json({ code: "tenant_not_found" }, { status: 404 });
    later(300);
    expect(await codeOf(one)).toBe("token_key_not_found");
  });
});

it("follows no redirect", async () => {
  const seen: RequestInit[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    seen.push(init ?? {});
    return await host.fetch(url, init);
  };
  await patient({ fetch }).verify(one);
  expect(seen).toMatchObject([{ redirect: "manual" }]);
});
