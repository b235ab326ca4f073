import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { appFor } from "../src/compose.ts";

/** Empties the platform and creates the tables. Returns false if something was written meanwhile, or a database was not deleted. */
async function isEmptied(): Promise<boolean> {
  // What it has counted would be rolled up for tenants that don't exist anymore.
  await appFor(env)?.meter.flush();
  // Refusals that the file before collected would be written some seconds later.
  appFor(env)?.refusals.takeDue(Number.POSITIVE_INFINITY);
  await reset();
  const { results } = await env.DB.prepare("SELECT name FROM sqlite_schema WHERE name = 'accounts'").all();
  if (results.length > 0) return false;
  // One batch for all migrations takes less than half of the time of one for each, in every file.
  await env.DB.batch(env.MIGRATIONS.flatMap(({ queries }) => queries.map((query) => env.DB.prepare(query))));
  return (await env.DB.prepare("SELECT count(*) AS tenants FROM tenants").first<number>("tenants")) === 0;
}

// Files of a worker follow each other in one isolate: each begins with an empty platform. What the file before left under
// way may still write, or hold the database, while everything is deleted, so this is done until nothing is left.
let tries = 0;
while (!(await isEmptied())) {
  if (++tries === 20)
    throw new Error("The platform isn't empty after 20 tries: what does the file before leave running?");
}
