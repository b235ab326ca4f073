import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type V4WorkerOptions } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { ensureBlocklist } from "./blocklist.ts";
import { BUNDLE, modulesOf } from "./build.ts";
import { startFront } from "./front.ts";
import { type LocalDatabase, migrate } from "./migrations.ts";
import { outboundService, type ResolveName } from "./outbound.ts";
import { ROOT } from "./paths.ts";
import { freePort, isFree } from "./ports.ts";
import { type RateLimit, rateLimiter } from "./rate-limiter.ts";
import { ensureSecrets, type Secrets, workerSecrets } from "./secrets.ts";
import { lockState } from "./state-lock.ts";

// Wrangler would say on every start that the secrets are not where it looks for them.
process.env.WRANGLER_LOG ??= "error";

const NAME = "cf-auth";
const BESIDE = "beside";

/** Another Worker: the folder of its bundle, and the configuration that it was built by. */
export interface SecondWorker {
  readonly bundle: string;
  readonly config: string;
}

interface Around {
  readonly name: string;
  readonly contents: string;
}

export interface StackOptions {
  /** The folder that everything lasting lies in. Made when absent. */
  readonly state: string;
  /** 0 for any free one. */
  readonly port: number;
  /** For benchmarks: calls are counted against the rate limits as ever, but the limits are out of reach. */
  readonly unlimited?: boolean;
  /** For benchmarks: whether requests are logged. Here that costs this process more than the Worker. Defaults to yes. */
  readonly logsRequests?: boolean;
  /** The folder of the bundle; defaults to what `buildWorker` wrote. */
  readonly bundle?: string;
  /** For benchmarks: another Worker, to run in the same workerd on the same database. */
  readonly beside?: SecondWorker;
  /** For benchmarks: modules that stand around the Worker, which they import as `./worker.js`; the first is the main one. */
  readonly around?: readonly Around[];
  /** Another Worker of the account, which may bind to this one as `cf-auth`; it receives this one's URL. */
  readonly neighbour?: (url: string) => V4WorkerOptions;
  /** Names of Workers that receive the Worker's traces, as streaming tails. */
  readonly tails?: readonly string[];
  /** Whether `reload` fails no request: then requests pass a listener in front of workerd, which costs time. Defaults to no. */
  readonly front?: boolean;
  /** For tests: time that a request may take before `reload` cuts it off. */
  readonly drainSeconds?: number;
  /** For tests: addresses of the names that the Worker sends requests to. Defaults to the machine's resolver. */
  readonly resolve?: ResolveName;
  /** Variables that replace those of the configuration. */
  readonly vars?: Readonly<Record<string, string>>;
}

export interface Stack {
  readonly url: string;
  /** The folder that everything lasting lies in. */
  readonly state: string;
  /** Where the other bundle answers, if there is one. */
  readonly besideUrl: string | undefined;
  /** Where the other Worker of the account answers, if there is one. */
  readonly neighbourUrl: string | undefined;
  readonly secrets: Secrets;
  /** For benchmarks and tests: the Worker's own database. Another object after `reload`. */
  readonly database: LocalDatabase;
  /** Runs what is in the bundle's folder by now, on the same state and with its present secrets. */
  reload(): Promise<void>;
  /** Does what the cron trigger does where it is deployed: here nothing else rings it. */
  runSchedule(): Promise<void>;
  /** Writes a file into the bucket. */
  putFile(name: string, bytes: Uint8Array): Promise<void>;
  /** Ends workerd once what it is doing is done. */
  stop(): Promise<void>;
}

/**
 * Runs the built Worker in workerd, on loopback, with real D1, KV, R2 and Durable Objects kept in a folder.
 * `buildWorker` comes first. What the Worker logs goes to `worker.log` in the folder. Throws where the port is taken, or
 * where another stack uses the folder.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const chosen = await claimPort(options.port);
  const unlock = lockState(options.state);
  try {
    return await startLocked(options, chosen, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startLocked(options: StackOptions, chosen: number, unlock: () => void): Promise<Stack> {
  const {
    state,
    unlimited = false,
    logsRequests = true,
    bundle = BUNDLE,
    around = [],
    neighbour,
    tails = [],
    vars = {},
    resolve,
  } = options;
  const beside = options.beside && { ...options.beside, port: await freePort() };
  const neighbourPort = await freePort();
  const secrets = ensureSecrets(state);
  const url = `http://127.0.0.1:${chosen}`;
  const others = neighbour === undefined ? [] : [{ ...neighbour(url), ...directly(neighbourPort) }];
  const port = options.front === true ? await freePort() : chosen;
  const plan = {
    state,
    port,
    url,
    secrets,
    unlimited,
    logsRequests,
    bundle,
    beside,
    around,
    others,
    tails,
    vars,
    resolve,
  };
  const miniflare = new Miniflare(optionsFor(plan));
  await miniflare.ready;
  let database = await miniflare.getD1Database("DB", NAME);
  await Promise.all([migrate(database), ensureBlocklist(miniflare)]);
  const front = options.front === true ? await startFront(chosen, port, options.drainSeconds) : undefined;
  const reload = async () => {
    await miniflare.setOptions(optionsFor({ ...plan, secrets: ensureSecrets(state) }));
    // Otherwise the first request after the change finds nobody listening.
    await miniflare.ready;
    database = await miniflare.getD1Database("DB", NAME);
  };
  // By which a rotation knows that this folder is the service's.
  writeFileSync(join(state, "url"), `${url}\n`);
  return {
    url,
    state,
    besideUrl: beside && `http://127.0.0.1:${beside.port}`,
    neighbourUrl: neighbour && `http://127.0.0.1:${neighbourPort}`,
    secrets,
    get database() {
      return database;
    },
    reload: async () => await (front === undefined ? reload() : front.replace(reload)),
    runSchedule: async () => await runSchedule(miniflare),
    putFile: async (name, bytes) => {
      await (await miniflare.getR2Bucket("FILES", NAME)).put(name, Uint8Array.from(bytes));
    },
    stop: async () => {
      rmSync(join(state, "url"), { force: true });
      await front?.stop();
      await miniflare.dispose();
      unlock();
    },
  };
}

async function runSchedule(miniflare: Miniflare): Promise<void> {
  const worker = await miniflare.getWorker(NAME);
  const { outcome } = await worker.scheduled();
  if (outcome !== "ok") throw new Error(`The scheduled work ended in ${outcome}; the Worker's log says why.`);
}

interface WranglerOptions {
  readonly ratelimits?: Readonly<Record<string, RateLimit>>;
  /** The values of `vars`. */
  readonly bindings?: Readonly<Record<string, string>>;
}

interface Plan {
  readonly state: string;
  readonly port: number;
  readonly url: string;
  readonly secrets: Secrets;
  readonly unlimited: boolean;
  readonly logsRequests: boolean;
  readonly bundle: string;
  readonly beside: (SecondWorker & { readonly port: number }) | undefined;
  readonly around: readonly Around[];
  readonly others: readonly V4WorkerOptions[];
  readonly tails: readonly string[];
  readonly vars: Readonly<Record<string, string>>;
  readonly resolve: ResolveName | undefined;
}

function optionsFor(plan: Plan) {
  const { state, port, url, secrets, unlimited, logsRequests, bundle, beside, around, others, tails, vars, resolve } =
    plan;
  const { ratelimits = {}, bindings, ...options } = configured(join(ROOT, "wrangler.jsonc"));
  const limiter = rateLimiter(ratelimits, unlimited);
  const log = join(state, "worker.log");
  const main: V4WorkerOptions = {
    ...options,
    name: NAME,
    modulesRoot: bundle,
    modules: [...around.map((module) => moduleOf(bundle, module)), ...modulesOf(bundle)],
    // Benchmarks run the Worker as it is deployed.
    bindings: {
      ...{ ...bindings, ...vars, ...workerSecrets(secrets), PUBLIC_URL: url },
      ...(!unlimited && { VALIDATE_OUTPUTS: "true" }),
      ...(!logsRequests && { REQUEST_LOGS: "none" }),
    },
    serviceBindings: limiter.bindings,
    outboundService: outboundService(resolve),
    streamingTails: [...tails],
    ...directly(port),
  };
  const other: V4WorkerOptions[] = beside === undefined ? [] : [besideOptions(beside, unlimited)];
  return convertV4MiniflareOptions({
    workers: [main, limiter.worker, ...other, ...others],
    host: "127.0.0.1",
    port: 0,
    resourcePersistencePath: join(state, "v3"),
    cf: false,
    log: new Log(LogLevel.NONE),
    handleStructuredLogs: ({ level, message }) => appendFileSync(log, `${level} ${message}\n`),
  });
}

/** Wrangler's type of these options says nothing of their values. */
function configured(config: string): WranglerOptions {
  return unstable_getMiniflareWorkerOptions(config, "").workerOptions as WranglerOptions;
}

function moduleOf(bundle: string, { name, contents }: Around) {
  return { type: "ESModule" as const, path: join(bundle, name), contents };
}

/** A Worker that shares the database and the rate limiter with the main one, and nothing else. */
function besideOptions({ bundle, config, port }: NonNullable<Plan["beside"]>, unlimited: boolean): V4WorkerOptions {
  const { ratelimits = {}, ...options } = configured(config);
  return {
    ...options,
    name: BESIDE,
    modulesRoot: bundle,
    modules: modulesOf(bundle),
    serviceBindings: rateLimiter(ratelimits, unlimited).bindings,
    ...directly(port),
  };
}

/** Straight to workerd: Miniflare's own entry is a proxy that caps at a few hundred requests a second. */
function directly(port: number) {
  return { unsafeDirectSockets: [{ host: "127.0.0.1", port }] };
}

/** The port, or a free one for 0. Throws when the port is taken, before anything is started. */
async function claimPort(port: number): Promise<number> {
  if (port === 0) return freePort();
  if (await isFree(port)) return port;
  throw new Error(`Port ${port} is taken. Choose another with --port.`);
}
