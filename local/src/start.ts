import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildWorker } from "./build.ts";
import { ROOT } from "./paths.ts";
import { withProgress } from "./progress.ts";
import { installSdk } from "./sdk.ts";
import { type LocalTenant, readLocalTenant, seed } from "./seed.ts";
import { type Stack, startStack } from "./stack.ts";

const DEFAULT_PORT = 8787;
/** As often as the cron trigger in wrangler.jsonc. */
const SCHEDULE_MS = 5 * 60_000;

const HELP = `npm start -- [--port N] [--state DIR] [--no-seed]

Runs the Worker in workerd on loopback until Ctrl-C, with real local D1, KV, R2 and Durable Objects.

  --port N     the port to listen on; ${DEFAULT_PORT} unless told, 0 for any free one
  --state DIR  where everything is kept between runs; .cf-auth unless told
  --no-seed    do not create the demo tenant in an empty state`;

interface Options {
  readonly port: number;
  readonly state: string;
  readonly seedWhenEmpty: boolean;
}

/** Throws with what is wrong with the arguments. */
function readOptions(): Options | "help" {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: `${DEFAULT_PORT}` },
      state: { type: "string", default: join(ROOT, ".cf-auth") },
      "no-seed": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port.`);
  return { port, state: resolve(values.state), seedWhenEmpty: !values["no-seed"] };
}

async function start({ port, state, seedWhenEmpty }: Options): Promise<void> {
  await withProgress("bundling the Worker", () => buildWorker());
  const stack = await withProgress("starting workerd", () => startStack({ state, port }));
  const schedule = setInterval(() => void stack.runSchedule().catch(console.error), SCHEDULE_MS);
  const stopped = new Promise<void>((finish) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // Miniflare's own listener kills workerd and exits at once; here what is under way may end.
      process.removeAllListeners(signal).once(signal, () => finish());
    }
  });
  try {
    const tenant = seedWhenEmpty ? await seeded(stack, state) : undefined;
    console.log(welcome(stack, state, tenant));
    await stopped;
  } finally {
    clearInterval(schedule);
    await stack.stop();
  }
  console.log("Stopped; the state is kept.");
}

async function seeded(stack: Stack, state: string): Promise<LocalTenant> {
  const known = readLocalTenant(state);
  if (known !== undefined) return known;
  const { sdk } = await withProgress("packing the client SDK", () => installSdk(join(state, "consumer")));
  return await withProgress("seeding", () => seed(sdk, stack, state));
}

function welcome({ url }: Stack, state: string, tenant: LocalTenant | undefined): string {
  const lines = [
    `cf-auth listens on ${url}`,
    `state            ${state}`,
    `letters          ${url}/dev/mailbox: they are kept there, and none is sent`,
  ];
  if (tenant === undefined) {
    lines.push("Nothing was seeded. BOOTSTRAP_SECRET in secrets.json there opens platform.bootstrap once.");
  } else {
    lines.push(
      `tenant           ${tenant.slug} (${tenant.id})`,
      `publishable key  ${tenant.publishableKey}`,
      `secret key, admin's address and password: ${join(state, "local.json")}`,
      `public keys      ${url}/t/${tenant.slug}/.well-known/jwks.json`,
    );
  }
  lines.push("Where to look next: docs/getting-started.md. Ctrl-C ends it.");
  return lines.join("\n");
}

try {
  const options = readOptions();
  if (options === "help") console.log(HELP);
  else await start(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
