import { expect } from "vitest";
import { createTenant, createWorld, type World } from "./world.ts";

/** Three strings of a tuple, written in one. */
export function t(text: string) {
  const [subject = "", relation = "", object = ""] = text.split(" ");
  return { subject, relation, object };
}

/** World of the current test file: this module outlives a file, and each file begins with an empty platform. */
let current: { readonly file: string | undefined; readonly world: Promise<World> } | undefined;
let count = 0;

/** A new tenant with this model, and a client that holds its secret key. */
export async function createGraph(model: string) {
  const file = expect.getState().testPath;
  if (current === undefined || current.file !== file) current = { file, world: createWorld() };
  const world = await current.world;
  const created = await createTenant(world.admin, `graph-of-its-own-${++count}`);
  const { authz } = created.client;
  await authz.model.put.mutate({ model });
  return { world, authz, id: created.tenant.id, key: created.secretKey };
}

type Authz = Awaited<ReturnType<typeof createGraph>>["authz"];

/**
 * Writes a tuple that expires in a second or two, and answers the revision and the time. However slow the machine is, the
 * tuple had not expired when it was written: a later time is tried until that is so.
 */
export async function writeExpiring(authz: Authz, fact: ReturnType<typeof t>) {
  for (let seconds = 2; ; seconds *= 2) {
    const expiresAt = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000);
    const { writtenCount: written, revision } = await authz.write.mutate({ writes: [{ ...fact, expiresAt }] });
    if (written === 1) return { expiresAt, revision };
  }
}
