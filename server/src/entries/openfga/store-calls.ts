import * as z from "zod";
import { newId } from "../../ports/ids.ts";
import { storeIdOf } from "./ids.ts";
import type { OpenFgaCall } from "./openfga-call.ts";
import { OpenFgaError } from "./openfga-error.ts";

const NAME = /^[a-zA-Z0-9\s.\-/^_&@]{3,64}$/;
const createRequest = z.object({ name: z.string() });

/** Characters of a new slug that are made of the store's name. Stores may share a name, and no slug is taken twice. */
const MAX_BASE = 40;
const SUFFIX = 10;

/** Lists the one store that a caller has below this prefix: its tenant. */
export async function listStores(call: OpenFgaCall): Promise<Response> {
  const store = storeOf(await call.run("tenants.get", () => undefined));
  const name = call.queryField("name");
  return Response.json({ stores: name === undefined || name === store.name ? [store] : [], continuation_token: "" });
}

export async function getStore(call: OpenFgaCall): Promise<Response> {
  return Response.json(storeOf(await call.run("tenants.get", () => undefined)));
}

/** Creates a tenant, which only operators may. Its keys are not in OpenFGA's answer. */
export async function createStore(call: OpenFgaCall): Promise<Response> {
  const { tenant } = await call.run("tenants.create", () => {
    const { name } = call.body(createRequest);
    if (!NAME.test(name))
      throw new OpenFgaError("validation_error", "name: value has 3 to 64 start, digits and spaces");
    return { name, slug: slugOf(name, call.visit.app.clock.now()) };
  });
  const { deleted_at: _, ...store } = storeOf(tenant);
  return Response.json(store, { status: 201 });
}

export async function deleteStore(call: OpenFgaCall): Promise<Response> {
  const { slug } = await call.run("tenants.get", () => undefined);
  await call.run("tenants.delete", () => ({ slug }));
  return new Response(null, { status: 204 });
}

function storeOf({ id, name, createdAt }: { id: string; name: string; createdAt: Date }) {
  const time = createdAt.toISOString();
  return { id: storeIdOf(id), name, created_at: time, updated_at: time, deleted_at: null };
}

function slugOf(name: string, now: Date): string {
  const base = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_BASE);
  const start = base.replace(/^[^a-z]+/, "").replace(/-$/, "") || "store";
  return `${start}-${newId("ten", now).slice(-SUFFIX)}`;
}
