import { type CfAuthClient, createClient, type TypedClient } from "@cf-auth/client";
import { requirePermission } from "@cf-auth/client/hono";
import { createTestTenant } from "@cf-auth/client/testing";
import { createRpcClient, createWorkerClient, type ServiceBinding } from "@cf-auth/client/worker";
import { model } from "./model.ts";

const typed = createClient<typeof model>({ url: "https://auth.example.com" });
const untyped = createClient({ url: "https://auth.example.com" });

// Only what asks about the model's names is another.
await typed.authz.model.put({ model: model.source });
await typed.authz.graph.stats();
await typed.auth.login({ email: "anne@example.com", password: "one of twelve" });
typed.events.follow();

// What takes any client takes this one too, and nothing changes for one without a model.
function seed(client: CfAuthClient): Promise<unknown> {
  return client.authz.check({ subject: "a:b", relation: "c", object: "d:e" });
}
await seed(typed as CfAuthClient);
await seed(untyped);
const same: CfAuthClient = untyped;
const typedToo: TypedClient<typeof model> = typed;
// error: Type '"nobody:anne"' is not assignable to type
await typedToo.authz.check({ subject: "nobody:anne", relation: "write", object: "repo:api" });

// Every client is one for a model, wherever it comes from.
declare const binding: ServiceBinding;
const tenant = await createTestTenant({ model: model.source });
for (const { authz } of [
  tenant.client<typeof model>(),
  createRpcClient<typeof model>({ entrypoint: binding }),
  createWorkerClient<typeof model>({ binding, url: "https://auth.example.com" }),
]) {
  const { allowed } = await authz.check({ subject: "user:anne", relation: "write", object: "repo:api" });
  const sure: boolean = allowed;
  console.log(sure);
  // error: Type '"wirte"' is not assignable to type
  await authz.check({ subject: "user:anne", relation: "wirte", object: "repo:api" });
}

// Middleware knows the model of its client, too.
requirePermission({ client: typed, relation: "write", object: () => "repo:api" });
requirePermission({ client: () => typed, relation: "write", object: async () => "repo:api" as const });
requirePermission({ client: typed, relation: "write", object: (c) => `repo:${c.req.param("id")}` });
// error: Type '"veiwer"' is not assignable to type '"viewer" | … Did you mean '"viewer"'?
requirePermission({ client: typed, relation: "veiwer", object: () => "page:1" });
// error: Type '"veiwer"' is not assignable to type '"viewer" | … Did you mean '"viewer"'?
requirePermission({ client: () => typed, relation: "veiwer", object: (c) => `page:${c.req.param("id")}` });
// error: Type '"documnet:1"' is not assignable to type
requirePermission({ client: typed, relation: "viewer", object: () => "documnet:1" });
// error: Type '"opener"' is not assignable to type
requirePermission({ client: typed, relation: "opener", object: () => "repo:api" });
const now = () => ({ context: { now: new Date() } });
requirePermission({
  client: typed,
  relation: "viewer",
  object: () => "page:1",
  subject: () => "link:1",
  checkOptions: now,
});
requirePermission({
  client: typed,
  relation: "viewer",
  object: () => "page:1",
  // error: 'nwo' does not exist in type
  checkOptions: { context: { nwo: "" } },
});
requirePermission({ client: untyped, relation: "anything", object: () => "any:1" });
requirePermission({ client: () => untyped, relation: "anything", object: (c) => c.req.path });

export { same };
