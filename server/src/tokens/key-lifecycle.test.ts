import { describe, expect, it } from "vitest";
import { MAX_ACCESS_TOKEN_SECONDS } from "../shared/tenant-settings.ts";
import { JWKS_CACHE_SECONDS } from "./jwks.ts";
import {
  ACTIVE_SECONDS,
  type KeyAge,
  keySteps,
  PUBLISHED_SECONDS,
  RETIRING_SECONDS,
  usableFrom,
} from "./key-lifecycle.ts";

const NOW = new Date("2026-11-05T12:00:00Z");
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

function key(state: KeyAge["state"], seconds: number, more: Partial<KeyAge> = {}): KeyAge {
  const since = ago(seconds);
  return { kid: state, algorithm: "EdDSA", state, createdAt: since, statusSince: since, rotateAt: null, ...more };
}

it("publishes keys for twice the cache time, and stores them for the longest token plus skew", () => {
  expect(PUBLISHED_SECONDS).toBeGreaterThanOrEqual(2 * JWKS_CACHE_SECONDS);
  expect(RETIRING_SECONDS).toBe(MAX_ACCESS_TOKEN_SECONDS + 60);
});

describe("the due steps of a tenant's keys", () => {
  const nothing = { drop: [], promote: undefined, publish: false };

  it.each<[string, KeyAge[], Partial<ReturnType<typeof keySteps>>]>([
    ["none at all: the first is made when it is needed", [], {}],
    ["an active one alone: the next is published", [key("active", 1)], { publish: true }],
    ["an active one and a next one", [key("active", 1), key("next", 1)], {}],
    ["an active one that is not old enough", [key("active", ACTIVE_SECONDS - 1), key("next", ACTIVE_SECONDS - 1)], {}],
    [
      "an active key at its maximum age: the next one is promoted, and another published",
      [key("active", ACTIVE_SECONDS), key("next", PUBLISHED_SECONDS)],
      { promote: "next", publish: true },
    ],
    [
      "an old active key whose next one was just published",
      [key("active", ACTIVE_SECONDS), key("next", PUBLISHED_SECONDS - 1)],
      {},
    ],
    [
      "an active key whose rotation is requested",
      [key("active", 1, { rotateAt: ago(1) }), key("next", PUBLISHED_SECONDS)],
      { promote: "next", publish: true },
    ],
    [
      "an active key whose rotation is requested, without a next one",
      [key("active", 1, { rotateAt: ago(1) }), key("next", 1)],
      {},
    ],
    [
      "a retiring key that is still needed",
      [key("active", 1), key("next", 1), key("retiring", RETIRING_SECONDS - 1)],
      {},
    ],
    [
      "a retiring key whose last token has expired",
      [key("active", 1), key("next", 1), key("retiring", RETIRING_SECONDS)],
      { drop: ["retiring"] },
    ],
    [
      "an active key of another algorithm than the tenant's: a next one of that algorithm is published",
      [key("active", 1, { algorithm: "ES256" }), key("next", PUBLISHED_SECONDS, { kid: "es", algorithm: "ES256" })],
      { drop: ["es"], publish: true },
    ],
    [
      "an active key of another algorithm, once the right one was published",
      [key("active", 1, { algorithm: "ES256" }), key("next", PUBLISHED_SECONDS)],
      { promote: "next", publish: true },
    ],
  ])("%s", (_, keys, due) => {
    expect(keySteps(keys, "EdDSA", NOW)).toEqual({ ...nothing, ...due });
  });

  it("counts from the key's creation if its statusSince isn't stored", () => {
    const old = key("active", ACTIVE_SECONDS, { statusSince: null });
    expect(keySteps([old, key("next", PUBLISHED_SECONDS)], "EdDSA", NOW).promote).toBe("next");
    expect(usableFrom(key("next", 60, { statusSince: null }))).toEqual(ago(60 - PUBLISHED_SECONDS));
  });
});
