import { type Client, createClient, type TypedClient } from "@cf-auth/client";
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

export { same };
