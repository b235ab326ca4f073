import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

// Files of a worker follow each other in one isolate: each begins with an empty platform. What the file before left under
// way may still write while everything is deleted, so this is done until nothing is left.
let tenants: number | null;
do {
  await reset();
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  tenants = await env.DB.prepare("SELECT count(*) AS tenants FROM tenants").first<number>("tenants");
} while (tenants !== 0);
