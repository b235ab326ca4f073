import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";

// Files of a worker follow each other in one isolate: each begins with an empty platform.
await reset();
await applyD1Migrations(env.DB, env.MIGRATIONS);
