import { join } from "node:path";
import { BUNDLE, buildWorker } from "./build.ts";
import { duration, withProgress } from "./progress.ts";
import { DEV_BUNDLE, watchWorker } from "./reload.ts";
import { installSdk } from "./sdk.ts";
import { type LocalTenant, readLocalTenant, seed, setHost } from "./seed.ts";
import { type Stack, startStack } from "./stack.ts";
import { watchSecrets } from "./watch-secrets.ts";

/** As often as the cron trigger in wrangler.jsonc. */
const SCHEDULE_MS = 5 * 60_000;

export interface ServeOptions {
  readonly port: number;
  readonly state: string;
  readonly seedWhenEmpty: boolean;
  readonly host: string | undefined;
  readonly reload: boolean;
}

/** Runs the Worker until SIGINT or SIGTERM. */
export async function serve({ port, state, seedWhenEmpty, host, reload }: ServeOptions): Promise<void> {
  let stack: Stack | undefined;
  const watch = reload ? await watchWorker(async () => await (stack && reloaded(stack))) : undefined;
  await withProgress("bundling the Worker", async () => await (watch?.ready ?? buildWorker()));
  const bundle = watch ? DEV_BUNDLE : BUNDLE;
  stack = await withProgress("starting workerd", () => startStack({ state, port, bundle, front: true }));
  await serveStack(stack, { state, seedWhenEmpty, host }).finally(async () => await watch?.stop());
}

/** Runs the new bundle, or with new secrets, and says how long it took. */
async function reloaded(stack: Stack): Promise<void> {
  const started = performance.now();
  await stack.reload();
  console.log(`Reloaded in ${duration(performance.now() - started)}.`);
}

/** Until a signal comes. */
async function serveStack(
  stack: Stack,
  { state, seedWhenEmpty, host }: Omit<ServeOptions, "port" | "reload">,
): Promise<void> {
  const schedule = setInterval(() => void stack.runSchedule().catch(console.error), SCHEDULE_MS);
  const unwatch = watchSecrets(state, async () => await reloaded(stack));
  const stopped = new Promise<void>((finish) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // Miniflare's own listener kills workerd and exits at once; here what is under way may end.
      process.removeAllListeners(signal).once(signal, () => finish());
    }
  });
  try {
    const tenant = seedWhenEmpty ? await seeded(stack, state) : undefined;
    const served = tenant && (await servedAt(stack, state, tenant, host));
    console.log(welcome(stack, state, tenant, served));
    await stopped;
  } finally {
    clearInterval(schedule);
    unwatch();
    await stack.stop();
  }
  console.log("Stopped; the state is kept.");
}

async function seeded(stack: Stack, state: string): Promise<LocalTenant> {
  const known = readLocalTenant(state);
  if (known !== undefined) return known;
  const sdk = await packedSdk(state);
  return await withProgress("seeding", () => seed(sdk, stack, state));
}

/** The host of the demo tenant, set anew where one is chosen. */
async function servedAt(stack: Stack, state: string, tenant: LocalTenant, host: string | undefined) {
  if (host === undefined || host === tenant.host) return tenant.host;
  const sdk = await packedSdk(state);
  return await setHost(sdk, stack, state, tenant, host);
}

async function packedSdk(state: string) {
  return (await withProgress("packing the client SDK", () => installSdk(join(state, "consumer")))).sdk;
}

function welcome({ url }: Stack, state: string, tenant: LocalTenant | undefined, host: string | undefined): string {
  const lines = [
    `cf-auth listens on ${url}`,
    `state            ${state}`,
    `emails           ${url}/dev/mailbox: they are kept there, and none is sent`,
    `reference        ${url}/reference`,
  ];
  if (tenant === undefined) {
    lines.push("Nothing was seeded. BOOTSTRAP_SECRET in secrets.json there opens platform.bootstrap once.");
  } else {
    lines.push(
      `tenant           ${tenant.slug} (${tenant.id})`,
      ...(host === undefined ? [] : [`tenant's host    http://${host}:${new URL(url).port}: for cookie mode`]),
      `publishable key  ${tenant.publishableKey}`,
      `admin            ${tenant.admin.email}, password in ${join(state, "local.json")}`,
      `admin's TOTP     ${tenant.adminFactor.totpSecret}: add it to an authenticator app`,
      `secret key       in ${join(state, "local.json")}`,
      `public keys      ${url}/t/${tenant.slug}/.well-known/jwks.json`,
    );
  }
  lines.push("Where to look next: docs/getting-started.md. Ctrl-C ends it.");
  return lines.join("\n");
}
