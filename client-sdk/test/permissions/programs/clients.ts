import { type Client, createClient, type TypedClient } from "@cf-auth/client";
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
function seed(client: Client): Promise<unknown> {
  return client.authz.check({ subject: "a:b", relation: "c", object: "d:e" });
}
await seed(typed as Client);
await seed(untyped);
const same: Client = untyped;
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
requirePermission({ client: typed, relation: "write", object: () => "repo:api" });
requirePermission({ client: untyped, relation: "write", object: () => "repo:api" });

export { same };
