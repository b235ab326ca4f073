import * as fc from "fast-check";
import { beforeAll, expect, it } from "vitest";
import { send } from "../test/raw.ts";
import { createWorld, type World } from "../test/world.ts";
import { appRouter } from "./rpc/router.ts";

const RUNS = 3000;
const PASSWORD = "an unlikely sentence";

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  const person = { email: "anne@example.com", password: PASSWORD };
  await world.acme.browser.auth.register.mutate(person);
  token = (await world.acme.browser.auth.login.mutate(person)).accessToken;
  const model = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user, user:*]\n";
  await world.acme.client.authz.model.put.mutate({ model });
});

/** The fields that each procedure takes. */
const fields = Object.entries<{ _def: { inputs: { shape?: object }[] } }>(appRouter._def.procedures as never).map(
  ([path, { _def }]) => [path, Object.keys(_def.inputs[0]?.shape ?? {})] as const,
);

/** Strings that mean something somewhere, and strings that mean nothing anywhere. */
const text = fc.oneof(
  fc.constantFrom(
    "user:anne",
    "user:*",
    "doc:1",
    "doc:1#reader",
    "reader",
    "user",
    "acme",
    "anne@example.com",
    PASSWORD,
    "r2",
    "",
  ),
  fc.constantFrom(
    "\u0000",
    "\ud800",
    "__proto__",
    "constructor",
    "' OR 1=1 --",
    "{}",
    "../..",
    "%",
    "\n",
    "a".repeat(5000),
  ),
  fc.string({ unit: "binary" }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.oneof(fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.record({ subject: tie("value"), relation: tie("value"), object: tie("value") }, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom("__proto__", "constructor", "json", "meta"), tie("value"), { maxKeys: 2 }),
  ),
}));
/** How an input is put into a body: rightly, mostly. */
function envelope(input: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 16, arbitrary: input.map((json) => JSON.stringify({ json })) },
    {
      weight: 1,
      arbitrary: fc.tuple(input, value).map(([json, meta]) => JSON.stringify({ json, meta: { values: meta } })),
    },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: input.map((json) => JSON.stringify(json) ?? "") },
  );
}

const triple = fc.record({ subject: text, relation: text, object: text });
/** What a field of that name might sensibly hold. */
const sensible: Record<string, fc.Arbitrary<unknown>> = {
  limit: fc.integer({ min: -1, max: 1001 }),
  version: fc.integer({ min: 0, max: 3 }),
  dryRun: fc.boolean(),
  kind: fc.constantFrom("publishable", "secret"),
  mode: fc.constantFrom("live", "test", "merge", "replace", "bearer", "cookie"),
  writes: fc.array(triple, { maxLength: 3 }),
  deletes: fc.array(triple, { maxLength: 3 }),
  checks: fc.array(triple, { maxLength: 3 }),
};

/** A procedure and an object with its fields, most of them there, each with a value that may even be right. */
const call = fc.constantFrom(...fields).chain(([path, names]) => {
  const record = fc.record(Object.fromEntries(names.map((name) => [name, fieldOf(name)])), {
    requiredKeys: names.slice(0, 2),
  });
  const extra = fc.tuple(record, value).map(([input, more]) => ({ ...input, unknown: more }));
  const input = fc.oneof(
    { weight: 8, arbitrary: record },
    { weight: 1, arbitrary: extra },
    { weight: 1, arbitrary: value },
  );
  return fc.record({ path: fc.constant(path), body: envelope(input) });
});
const header = fc.oneof(
  fc.string({ unit: "grapheme-ascii" }),
  fc.constantFrom("Bearer x", "Bearer a.b.c", "sk_live_x", "acme", "globex", "__Host-session=rt_x", "same-origin"),
);

function fieldOf(name: string): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 9, arbitrary: sensible[name] ?? text }, { weight: 1, arbitrary: value });
}

it("whatever is sent, by whomever, the answer is no 500 and nothing of the inside", async () => {
  const identity = fc.constantFrom("nobody", "browser", "server", "server", "server", "user", "admin");
  const names = ["authorization", "x-api-key", "x-tenant-id", "content-type", "accept", "trpc-accept"].concat([
    "cookie",
    "origin",
    "sec-fetch-site",
  ]);
  const some = fc.dictionary(fc.constantFrom(...names), header, { minKeys: 1, maxKeys: 1 });
  const extra = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: some });
  await fc.assert(
    fc.asyncProperty(call, identity, extra, fc.nat(), async ({ path, body }, who, more, address) => {
      const headers: Record<string, string> = {
        "content-type": "application/json",
        "cf-connecting-ip": `10.${(address >> 16) & 255}.${(address >> 8) & 255}.${address & 255}`,
        ...identities()[who],
      };
      for (const [name, text] of Object.entries(more)) if (/^[\x20-\x7e]*$/.test(text)) headers[name] = text;
      const answer = await send(`/trpc/${path}`, { method: "POST", headers, body });
      expect(answer.status, `${path} ${who} ${body}`).toBeLessThan(500);
      expect(answer.text).not.toMatch(/node_modules|at async|SQLITE|D1_ERROR|drizzle/);
    }),
    { numRuns: RUNS },
  );
  expect(Object.keys(Object.prototype)).toEqual([]);
});

function identities(): Record<string, Record<string, string>> {
  return {
    nobody: { "x-tenant-id": "acme" },
    browser: { "x-api-key": world.acme.publishableKey },
    server: { "x-api-key": world.acme.secretKey },
    user: { authorization: `Bearer ${token}` },
    admin: { authorization: `Bearer ${world.token}` },
  };
}
