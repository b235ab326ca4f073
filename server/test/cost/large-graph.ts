import { env } from "cloudflare:workers";
import { t } from "../graphs.ts";
import type { HardWorld } from "./hard-graph.ts";

/** Tuples of the large graph: so many that anything done once for each of them is more than may be done at once. */
export const LARGE = 200_000;

export const LARGE_MODEL = `model
  schema 1.1
type user
type doc
  relations
    define reader: [user, user with always]
    define owner: [user]
    define read: reader or owner
condition always(a: string) {
  a != ""
}
`;
const HEADER = "subject_type,subject_id,relation,object_type,object_id,condition,context,expires_at";

/** A row of each kind: wide objects and narrow ones, contexts of its own, ends. */
function row(i: number, name: string): string {
  if (i % 4 === 0) return `user,${name}${i},reader,doc,wide,,,`;
  if (i % 4 === 1) return `user,${name}${i % 1000},owner,doc,${name}${i},,,`;
  if (i % 4 === 2) return `user,${name}${i},reader,doc,${name}${i % 5000},always,"{""a"":""${i}""}",`;
  return `user,${name}${i},owner,doc,${name}${i % 3000},,,${4_000_000_000 + (i % 1000)}`;
}

/** A tenant with a model and no tuples, whose graph's file in R2 can be put. */
export async function createLargeGraph(world: HardWorld) {
  const { tenant, client, secretKey } = await world.createTenant("large");
  await client.authz.model.put.mutate({ model: LARGE_MODEL });
  await client.authz.write.mutate({ writes: [t("user:first reader doc:1")] });
  return {
    id: tenant.id,
    headers: { "x-api-key": secretKey },
    /** With so many rows of a name, which are no others' rows. */
    put: async (name: string, rows: number) => {
      const csv = [HEADER, ...Array.from({ length: rows }, (_, i) => row(i, name))].join("\n");
      await env.FILES.put(`tenants/${tenant.id}/graph.csv`, `${csv}\n`);
    },
  };
}
