import { beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../test/client.ts";
import { send } from "../../test/raw.ts";
import { createWorld, type World } from "../../test/world.ts";
import { inputText } from "../idempotency/key.ts";

/** The limits in docs/limits.md for requests, users, keys and tenants: the maximum, and one more. */
let world: World;
beforeAll(async () => {
  world = await createWorld();
});

const filler = (length: number) => "x".repeat(length);
let people = 0;
const newEmail = () => `limits-${++people}@example.com`;
/** An object whose JSON has this number of bytes. */
const metadataOf = (bytes: number) => ({ a: filler(bytes - '{"a":""}'.length) });
const emailOf = (local: number, all: number) => {
  const domain = `${[63, 63, 63].map(filler).join(".")}.com`;
  return `${filler(local)}@${domain.slice(-(all - local - 1)).replace(/^\./, "x")}`;
};

interface Limit {
  readonly name: string;
  readonly within: () => Promise<unknown>;
  readonly beyond: () => Promise<unknown>;
  readonly max: number;
  readonly code?: string;
}

const users = () => world.acme.client.users;
const keys = () => world.acme.client.apiKeys.customers;
const claims = (bytes: number) =>
  world.acme.client.tenants.settings.update.mutate({ accessTokenClaims: [{ claim: "a", value: filler(bytes - 8) }] });
const days = (from: string) => world.admin.dashboard.timeseries.query({ metric: "calls", from, to: "2026-12-31" });

const LIMITS: readonly Limit[] = [
  {
    name: "254 characters of an email",
    within: () => users().create.mutate({ email: emailOf(64, 254) }),
    beyond: () => users().create.mutate({ email: emailOf(64, 255) }),
    max: 254,
  },
  {
    name: "64 characters of an email before the @",
    within: () => users().create.mutate({ email: `${filler(64)}@example.com` }),
    beyond: () => users().create.mutate({ email: `${filler(65)}@example.com` }),
    max: 64,
  },
  {
    name: "1,024 bytes of a password",
    within: () => users().create.mutate({ email: newEmail(), password: `correct horse ${"é".repeat(505)}` }),
    beyond: () => users().create.mutate({ email: newEmail(), password: `correct horse x${"é".repeat(505)}` }),
    max: 1024,
  },
  {
    name: "8,192 bytes of a user's metadata",
    within: () => users().create.mutate({ email: newEmail(), metadata: metadataOf(8192) }),
    beyond: () => users().create.mutate({ email: newEmail(), metadata: metadataOf(8193) }),
    max: 8192,
  },
  {
    name: "8,192 bytes of merged metadata",
    within: async () => {
      const { user } = await users().create.mutate({ email: newEmail() });
      await users().update.mutate({ id: user.id, metadata: metadataOf(8192) });
    },
    beyond: async () => {
      const { user } = await users().create.mutate({ email: newEmail() });
      await users().update.mutate({ id: user.id, metadata: metadataOf(8193) });
    },
    max: 8192,
    code: "metadata_too_large",
  },
  {
    name: "4,096 bytes of a key's metadata",
    within: () => keys().create.mutate({ name: "k", ownerId: "o", metadata: metadataOf(4096) }),
    beyond: () => keys().create.mutate({ name: "k", ownerId: "o", metadata: metadataOf(4097) }),
    max: 4096,
  },
  { name: "1,024 bytes of custom claims", within: () => claims(1024), beyond: () => claims(1025), max: 1024 },
  {
    name: "366 days of dashboard figures",
    within: () => days("2025-12-31"),
    beyond: () => days("2025-12-30"),
    max: 366,
  },
];

describe("accepts the maximum, and refuses one more with the maximum in the error", () => {
  it.each(LIMITS)("$name", async ({ within, beyond, max, code = "invalid_input" }) => {
    await within();
    const { code: found, message, details } = await errorOf(beyond());
    expect(found, JSON.stringify(details)).toBe(code);
    expect(`${message} ${JSON.stringify(details.issues)}`).toContain(`${max}`);
  });

  it("100 calls of a batch", async () => {
    const call = async (calls: number) => {
      const path = `/trpc/${Array(calls).fill("system.health").join(",")}?batch=1`;
      return await send(path, { method: "POST", headers: { "content-type": "application/json" }, body: "{}" });
    };
    expect((await call(100)).status).toBe(200);
    const refused = await call(101);
    expect(refused.status).toBe(413);
    expect(refused.text).toContain("The batch has more than 100 calls.");
    expect(refused.text).toContain('"details":{"max":100,"unit":"calls"}');
  });

  it("64 levels of an input with an idempotency key", () => {
    const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}1${"]".repeat(levels)}`);
    expect(inputText(nested(64))).toContain("1");
    expect(() => inputText(nested(65))).toThrow(
      expect.objectContaining({
        details: {
          issues: [{ path: "", message: "An input with an idempotency key can be nested at most 64 levels deep." }],
        },
      }),
    );
  });
});
