import { beforeAll, describe, expect, it } from "vitest";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import type { Caller } from "../callers/caller.ts";
import type { RateLimitClass } from "../ports/rate-limits.ts";
import type { Context } from "./context.ts";
import { requireWithinLimit } from "./guard.ts";

describe("what a call counts against", () => {
  const key = { kind: "secret", keyId: "key_1" } as const;
  const user = { kind: "user", tenantId: "ten_1", userId: "usr_1", sessionId: "ses_1" } as const;
  const admin = { ...user, kind: "admin" } as const;

  /** The counter that a call from this address counts against. */
  async function counterOf(caller: Caller, limit: RateLimitClass, ip = "192.0.2.1"): Promise<string> {
    const counters: string[] = [];
    const allow = async (_: RateLimitClass, counter: string) => counters.push(counter) > 0;
    // Of the context the guard reads no more than this.
    const context = { app: { limits: { allow } }, caller, request: { ip } } as unknown as Context;
    await requireWithinLimit(context, limit);
    return counters.join();
  }

  it.each<[string, Caller, string]>([
    ["nobody", { kind: "anonymous" }, "192.0.2.1"],
    ["a publishable key", { ...key, kind: "publishable" }, "key_1"],
    ["a secret key", key, "key_1"],
    ["a user", user, "usr_1"],
    ["an admin", admin, "usr_1"],
  ])("of %s: the caller, or the address where there is none", async (_, caller, counter) => {
    expect(await counterOf(caller, "standard")).toBe(counter);
    expect(await counterOf(caller, "checks")).toBe(counter);
  });

  it.each<Caller>([{ kind: "anonymous" }, { ...key, kind: "publishable" }, key, user, admin])(
    "rule 56: with credentials to guess, the address, as $kind too",
    async (caller) => {
      expect(await counterOf(caller, "credentials")).toBe("192.0.2.1");
      expect(await counterOf(caller, "credentials", "2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    },
  );
});

describe("over the wire", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  const GUESS = { email: "a@example.com", password: "x" };
  /** How many calls of a batch are turned away by the rate limit. */
  async function limitedOf(procedure: string, input: object, count: number, headers: Record<string, string>) {
    const path = `/trpc/${Array(count).fill(procedure).join(",")}?batch=1`;
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [i, { json: input }])));
    const init = { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
    return (await send(path, init)).text.split('"rate_limited"').length - 1;
  }

  it("a batch counts as many calls as are in it, and every way to guess counts alike", async () => {
    const headers = { "cf-connecting-ip": "198.51.100.1", "x-tenant-id": "acme" };
    expect(await limitedOf("auth.login", GUESS, 60, headers)).toBe(0);
    expect(await limitedOf("platform.bootstrap", { ...GUESS, secret: "x" }, 60, headers)).toBe(20);
    expect(await limitedOf("auth.login", GUESS, 1, headers)).toBe(1);
  });

  it("a hundred sign-ins in one request are all that an address has, with whatever key it comes", async () => {
    const from = (ip: string, key: string) => ({ "cf-connecting-ip": ip, "x-api-key": key });
    const { publishableKey, secretKey } = world.acme;
    expect(await limitedOf("auth.login", GUESS, 100, from("198.51.100.2", publishableKey))).toBe(0);
    expect(await limitedOf("auth.login", GUESS, 1, from("198.51.100.2", secretKey))).toBe(1);
    expect(await limitedOf("auth.login", GUESS, 1, from("198.51.100.2", world.globex.publishableKey))).toBe(1);
    expect(await limitedOf("auth.login", GUESS, 1, from("198.51.100.3", publishableKey))).toBe(0);
  });

  it("rule 56: a /64 is one caller, and an X-Forwarded-For makes no other", async () => {
    const from = (ip: string, forwarded: string) =>
      limitedOf("platform.bootstrap", { ...GUESS, secret: "x" }, 50, {
        "cf-connecting-ip": ip,
        "x-forwarded-for": forwarded,
      });
    expect(await from("2001:db8:1:2::1", "203.0.113.1")).toBe(0);
    expect(await from("2001:0db8:1:2:a:b:c:d", "203.0.113.2")).toBe(0);
    expect(await from("2001:db8:1:2:ffff::9", "203.0.113.3")).toBe(50);
    expect(await from("2001:db8:1:3::1", "203.0.113.3")).toBe(0);
    expect(await from("192.0.2.33", "203.0.113.3")).toBe(0);
    expect(await from("::ffff:192.0.2.33", "203.0.113.4")).toBe(0);
    expect(await from("192.0.2.33", "203.0.113.5")).toBe(50);
  });
});
