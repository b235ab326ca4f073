import { createClient } from "@cf-auth/client";
import type { model } from "./model.ts";

const { authz } = createClient<typeof model>({ url: "https://auth.example.com" });
declare const ids: string[];

type Failed = { error: { code: string; message: string } };

// Each answer has the type of its check.
const { results } = await authz.batchCheck({
  checks: [
    { subject: "user:anne", relation: "write", object: "repo:api" },
    { subject: "user:anne", relation: "opener", object: "door:1", context: { ip: "192.0.2.1" } },
  ],
});
const [first, second] = results;
const sure: { allowed: boolean } | Failed = first;
// error: Type 'string | boolean' is not assignable to type 'boolean'
const tooSure: { allowed: boolean } | Failed = second;
// error: Tuple type
results[2];

// Each check is what it has to be by itself.
await authz.batchCheck({
  checks: [
    { subject: "user:anne", relation: "write", object: "repo:api" },
    // error: Type '"wirte"' is not assignable to type … "deploy" … Did you mean '"write"'?
    { subject: "user:anne", relation: "wirte", object: "repo:api" },
    // error: Type '"robot:r2"' is not assignable to type
    { subject: "robot:r2", relation: "write", object: "repo:api" },
    // error: Type '"rpo:api"' is not assignable to type
    { subject: "user:anne", relation: "write", object: "rpo:api" },
    // error: Property 'context' is missing
    { subject: "user:anne", relation: "opener", object: "door:1" },
  ],
});

// One context may do for all.
await authz.batchCheck({
  checks: [
    { subject: "user:anne", relation: "write", object: "repo:api" },
    { subject: "user:anne", relation: "opener", object: "door:1" },
    { subject: "robot:r2", relation: "watcher", object: "door:1", context: { hour: 22 } },
  ],
  context: { ip: "192.0.2.1" },
});
await authz.batchCheck({
  checks: [{ subject: "user:anne", relation: "opener", object: "door:1" }],
  // error: 'address' does not exist in type
  context: { address: "192.0.2.1" },
});

// Only checks about whom a condition may decide need one.
const mixed = await authz.batchCheck({
  checks: [
    { subject: "user:anne", relation: "viewer", object: "page:1" },
    { subject: "link:1", relation: "viewer", object: "page:1", context: { now: new Date() } },
  ],
});
const person: { allowed: boolean } | Failed = mixed.results[0];
// error: Type 'string | boolean' is not assignable to type 'boolean'
const linked: { allowed: boolean } | Failed = mixed.results[1];

// However many there are.
const many = await authz.batchCheck({
  checks: ids.map((id) => ({ subject: "user:anne", relation: "read", object: `repo:${id}` }) as const),
});
const each: ({ allowed: boolean } | Failed)[] = many.results;
await authz.batchCheck({
  // error: Type 'string' is not assignable to type
  checks: ids.map((id) => ({ subject: "user:anne", relation: "read", object: `repo:${id}` })),
});

export { each, linked, person, sure, tooSure };
