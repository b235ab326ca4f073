import { createTenant, createWorld, type World } from "./world.ts";

/** Three strings of a tuple, written in one. */
export function t(text: string) {
  const [subject = "", relation = "", object = ""] = text.split(" ");
  return { subject, relation, object };
}

let world: World | undefined;
let count = 0;

/** A new tenant with this model, and a client that holds its secret key. */
export async function createGraph(model: string) {
  world ??= await createWorld();
  const created = await createTenant(world.admin, `graph-of-its-own-${++count}`);
  const { authz } = created.client;
  await authz.model.put.mutate({ model });
  return { world, authz, id: created.tenant.id, key: created.secretKey };
}
