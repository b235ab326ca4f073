import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { appFor } from "../src/compose.ts";

// Files of a worker follow each other in one isolate: each begins with an empty platform. What the file before left under
// way may still write while everything is deleted, so this is done until nothing is left.
let tenants: number | null;
do {
  // What it has counted would be rolled up for tenants that don't exist anymore.
  await appFor(env)?.meter.flush();
  // Refusals that the file before collected would be written some seconds later.
  appFor(env)?.refusals.takeDue(Number.POSITIVE_INFINITY);
  await reset();
  // One batch for all migrations takes less than half of the time of one for each, in every file.
  await env.DB.batch(env.MIGRATIONS.flatMap(({ queries }) => queries.map((query) => env.DB.prepare(query))));
  tenants = await env.DB.prepare("SELECT count(*) AS tenants FROM tenants").first<number>("tenants");
} while (tenants !== 0);
