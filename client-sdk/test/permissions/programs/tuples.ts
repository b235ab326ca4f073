import { createClient, type TupleOf } from "@cf-auth/client";
import type { model } from "./model.ts";

const { authz } = createClient<typeof model>({ url: "https://auth.example.com" });
declare const id: string;

// What may be stored is what stands in the relation's own brackets.
await authz.write({
  writes: [
    { subject: "user:anne", relation: "write", object: "repo:api" },
    { subject: "team:eng#member", relation: "write", object: "repo:api", expiresAt: new Date() },
    { subject: "user:*", relation: "viewer", object: "folder:public" },
    { subject: `org:${id}`, relation: "owner", object: `repo:${id}` },
  ],
  reason: "ticket 42",
});
await authz.write({
  writes: [
    // error: Type '"org:acme#admin"' is not assignable to type '`user:${string}` | `team:${string}#member`'
    { subject: "org:acme#admin", relation: "write", object: "repo:api" },
    // error: Type '"user:*"' is not assignable to type '"not user:*, but user" | "not user:*, but team#member"'
    { subject: "user:*", relation: "write", object: "repo:api" },
    // error: Type '"org:acme#member"' is not assignable to type '"not org#member, but org"'
    { subject: "org:acme#member", relation: "owner", object: "repo:api" },
    // error: Type '"user:anne"' is not assignable to type '"no tuple of this relation is stored: it follows from others"'
    { subject: "user:anne", relation: "read", object: "repo:api" },
    // error: Type '"wirte"' is not assignable to type
    { subject: "user:anne", relation: "wirte", object: "repo:api" },
    // error: Type '"rpo:api"' is not assignable to type
    { subject: "user:anne", relation: "write", object: "rpo:api" },
    // error: 'until' does not exist in type
    { subject: "user:anne", relation: "write", object: "repo:api", until: new Date() },
  ],
});

// A condition where the model asks for one, and none where it does not.
const network = { network: "192.0.2.0/24" };
await authz.write({
  writes: [
    { subject: "user:anne", relation: "opener", object: "door:1", condition: { name: "in_network", context: network } },
    { subject: "user:anne", relation: "opener", object: "door:1", condition: { name: "in_network" } },
    { subject: "team:eng#member", relation: "opener", object: "door:1" },
    { subject: "team:eng#member", relation: "opener", object: "door:1", condition: { name: "in_network" } },
  ],
});
await authz.write({
  writes: [
    // error: Property 'condition' is missing
    { subject: "user:anne", relation: "opener", object: "door:1" },
    // error: Type '"at_night"' is not assignable to type '"in_network"'
    { subject: "user:anne", relation: "watcher", object: "door:1", condition: { name: "at_night" } },
    {
      subject: "user:anne",
      relation: "opener",
      object: "door:1",
      // error: Type 'number' is not assignable to type 'string'
      condition: { name: "in_network", context: { ip: 1 } },
    },
    // error: is not assignable to type 'undefined'
    { subject: "user:anne", relation: "keeper", object: "door:1", condition: { name: "in_network" } },
  ],
});

const until = { name: "not_expired", context: { until: new Date() } } as const;
await authz.write({ writes: [{ subject: "link:1", relation: "viewer", object: "page:1", condition: until }] });

// What is deleted, or looked at before, needs no condition.
await authz.write({
  deletes: [
    { subject: "user:anne", relation: "opener", object: "door:1" },
    // error: Type '"robot:r2"' is not assignable to type
    { subject: "robot:r2", relation: "opener", object: "door:1" },
  ],
  preconditions: {
    mustExist: [{ subject: "user:anne", relation: "keeper", object: "door:1" }],
    // error: Type '"robot:r2"' is not assignable to type
    mustNotExist: [{ subject: "robot:r2", relation: "keeper", object: "door:1" }],
  },
});

// What was read is deleted as it is, whatever the model says of it now.
const { items } = await authz.read({ subject: "user:anne" });
await authz.write({ deletes: items, preconditions: { mustExist: items, mustNotExist: [] } });
const doors = await authz.read({ objectType: "door", relation: "opener" });
await authz.write({ deletes: doors.items });

// For what is gathered before it is written.
const gathered: TupleOf<typeof model>[] = [];
gathered.push({ subject: `user:${id}`, relation: "lead", object: `team:${id}` });
gathered.push({ subject: "user:a", relation: "watcher", object: "door:1", condition: { name: "in_network" } });
await authz.write({ writes: gathered });
// error: is not assignable to
gathered.push({ subject: "robot:r2", relation: "lead", object: "team:eng" });
