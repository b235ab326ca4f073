import { createClient } from "@cf-auth/client";
import type { model } from "./model.ts";

const { authz } = createClient<typeof model>({ url: "https://auth.example.com" });
declare const id: string;

// A relation that the object's type has, and no other.
await authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
// error: Type '"wirte"' is not assignable to type … "deploy" … Did you mean '"write"'?
await authz.check({ subject: "user:anne", relation: "wirte", object: "repo:api" });
// error: Type '"opener"' is not assignable to type
await authz.check({ subject: "user:anne", relation: "opener", object: "repo:api" });

// A subject that can have it, through whatever leads there.
await authz.check({ subject: "team:eng#member", relation: "write", object: "repo:api" });
await authz.check({ subject: "org:acme#admin", relation: "write", object: "repo:api" });
await authz.check({ subject: "repo:api#admin", relation: "write", object: "repo:api" });
await authz.check({ subject: "robot:r2", relation: "read", object: "repo:api" });
await authz.check({ subject: "user:*", relation: "read", object: "repo:api" });
// error: Type '"robot:r2"' is not assignable to type '`user:${string}` |
await authz.check({ subject: "robot:r2", relation: "write", object: "repo:api" });
// error: Type '"team:eng"' is not assignable to type … `team:${string}#member`
await authz.check({ subject: "team:eng", relation: "write", object: "repo:api" });
// error: Type '"user:*"' is not assignable to type '"not user:*, but user" |
await authz.check({ subject: "user:*", relation: "write", object: "repo:api" });
// error: Type '"org:acme#member"' is not assignable to type '"not org#member, but org" |
await authz.check({ subject: "org:acme#member", relation: "owner", object: "repo:api" });

// Of what has to be both, only who can be both.
await authz.check({ subject: "user:anne", relation: "deploy", object: "repo:api" });
// error: Type '"team:eng#member"' is not assignable to type
await authz.check({ subject: "team:eng#member", relation: "deploy", object: "repo:api" });

// Ids may be anything; what they are ids of may not.
await authz.check({ subject: `user:${id}`, relation: "write", object: `repo:${id}` });
// error: Type '`robot:${string}`' is not assignable to type
await authz.check({ subject: `robot:${id}`, relation: "write", object: `repo:${id}` });
// error: Type 'string' is not assignable to type '`user:${string}` |
await authz.check({ subject: id, relation: "write", object: "repo:api" });
// error: Type '"rpo:api"' is not assignable to type
// error: is not assignable to type 'never'
await authz.check({ subject: "user:anne", relation: "write", object: "rpo:api" });

// The context of a condition, where one may decide.
await authz.check({ subject: "user:anne", relation: "opener", object: "door:1", context: { ip: "192.0.2.1" } });
await authz.check({ subject: "user:anne", relation: "ringer", object: "door:1", context: {} });
await authz.check({ subject: "user:anne", relation: "keeper", object: "door:1" });
// error: Property 'context' is missing in type '{ subject: "user:anne"; relation: "opener"; object: "door:1"; }' but required in type '{ readonly context: Context<"in_network",
await authz.check({ subject: "user:anne", relation: "opener", object: "door:1" });
// Where a condition can't decide about such a subject, none is needed and none is taken.
await authz.check({ subject: "robot:r2", relation: "ringer", object: "door:1" });
await authz.check({ subject: "user:anne", relation: "viewer", object: "page:1" });
await authz.check({ subject: "team:eng#member", relation: "reader", object: "page:1" });
// error: but required in type '{ readonly context: Context<"not_expired",
await authz.check({ subject: "link:1", relation: "viewer", object: "page:1" });
// error: but required in type '{ readonly context: Context<"not_expired",
await authz.check({ subject: `link:${id}`, relation: "reader", object: "page:1" });
// error: 'context' does not exist in type
await authz.check({ subject: "user:anne", relation: "viewer", object: "page:1", context: { now: new Date() } });
const person = await authz.check({ subject: `user:${id}`, relation: "reader", object: "page:1" });
const personal: boolean = person.allowed;
// error: Property 'missing' does not exist on type
person.missing;
const linked = await authz.check({ subject: "link:1", relation: "viewer", object: "page:1", context: {} });
// error: Type 'string | boolean' is not assignable to type 'boolean'
const linkedToo: boolean = linked.allowed;

// A time is a Date or RFC 3339 text.
await authz.check({ subject: "link:1", relation: "viewer", object: "page:1", context: { now: new Date() } });
await authz.check({
  subject: "link:1",
  relation: "viewer",
  object: "page:1",
  context: { now: "2026-01-31T12:00:00Z" },
});
// error: Type 'number' is not assignable to type 'string | Date
await authz.check({ subject: "link:1", relation: "viewer", object: "page:1", context: { now: Date.now() } });
// error: 'address' does not exist in type 'Context<"in_network",
await authz.check({ subject: "user:anne", relation: "opener", object: "door:1", context: { address: "192.0.2.1" } });
// error: Type 'number' is not assignable to type 'string'.
await authz.check({ subject: "user:anne", relation: "opener", object: "door:1", context: { ip: 7 } });
// error: Type '"late"' is not assignable to type
await authz.check({ subject: "robot:r2", relation: "watcher", object: "door:1", context: { hour: "late" } });
await authz.check({
  subject: "robot:r2",
  relation: "watcher",
  object: "door:1",
  context: { hour: "21", zones: ["x"] },
});
// error: 'context' does not exist in type
await authz.check({ subject: "user:anne", relation: "keeper", object: "door:1", context: { ip: "192.0.2.1" } });

// Yes or no where no condition is involved, and no more than that is promised elsewhere.
const plain = await authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
const sure: boolean = plain.allowed;
// error: Property 'missing' does not exist on type
plain.missing;
const { allowed, missing, revision } = await authz.check({
  subject: "user:anne",
  relation: "opener",
  object: "door:1",
  context: {},
});
const open: boolean | "conditional" = allowed;
const parameters: ("ip" | "network")[] | undefined = missing;
// error: Type 'string | boolean' is not assignable to type 'boolean'
const tooSure: boolean = allowed;

// Of several relations, a subject that can have each, and a context if one may need it.
declare const either: "read" | "write";
declare const sometimes: "keeper" | "opener";
await authz.check({ subject: "user:anne", relation: either, object: "repo:api" });
// error: Type '"robot:r2"' is not assignable to type
await authz.check({ subject: "robot:r2", relation: either, object: "repo:api" });
// error: Property 'context' is missing
await authz.check({ subject: "user:anne", relation: sometimes, object: "door:1" });

// As in a check.
const why = await authz.explain({ subject: "user:anne", relation: "write", object: "repo:api" });
const explained: boolean = why.allowed;
const remedies: { add: object[] }[] = why.remedies;
// error: Property 'context' is missing
await authz.explain({ subject: "user:anne", relation: "opener", object: "door:1" });
await authz.expand({ object: "repo:api", relation: "write" });
// error: Type '"wirte"' is not assignable to type
await authz.expand({ object: "repo:api", relation: "wirte" });

// What counts for one question only is a tuple like any other.
const contextualTuples = [{ subject: "user:anne", relation: "member", object: "team:eng" }] as const;
await authz.check({ subject: "user:anne", relation: "write", object: "repo:api", contextualTuples });
await authz.check({
  subject: "user:anne",
  relation: "write",
  object: "repo:api",
  // error: Type '"robot:r2"' is not assignable to type '`user:${string}` | `team:${string}#member`'
  contextualTuples: [{ subject: "robot:r2", relation: "member", object: "team:eng" }],
});

export { explained, linkedToo, open, parameters, personal, remedies, revision, sure, tooSure };
