import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import * as sdk from "@cf-auth/client";
import { EXIT } from "../../infra/src/rotation/exit-codes.ts";
import { main } from "../../infra/src/rotation/main.ts";
import type { Progress } from "../../infra/src/rotation/names.ts";
import type { SecretStatus } from "../../infra/src/rotation/status.ts";
import { ROOT } from "../../tools/local/src/paths.ts";
import { SECRETS_FILE } from "../../tools/local/src/secrets.ts";
import type { StackOptions } from "../../tools/local/src/stack.ts";
import { watchSecrets } from "../../tools/local/src/watch-secrets.ts";
import { adminLogin, PATIENCE_SECONDS, startTestStack, type TestStack } from "../../tools/local/test/test-stack.ts";
import { type CommandResult, type TestOptions, testHome } from "./test-io.ts";

interface RotationStackOptions extends Pick<StackOptions, "vars"> {
  /** Further secrets in the state. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface RotationStack
  extends Pick<TestStack, "url" | "state" | "tenant" | "database" | "runSchedule" | "stop"> {
  /** Runs a command of the administrator, which starts the program of rotations as a process of its own. */
  cf(line: string, options?: TestOptions): Promise<CommandResult>;
  /** The file of secrets. */
  secrets(): Record<string, string>;
  /** Ids of a secret's versions in the store, newest first. */
  ids(name: string): string[];
  /** The seeded tenant's server. */
  readonly server: sdk.CfAuthClient;
  /** The result of a rotation. Throws if it fails. */
  rotate(line: string, input?: string): Promise<Progress>;
  /** The code of its error. */
  refusal(line: string, options?: OpsOptions): Promise<string>;
  status(name: string): Promise<SecretStatus | undefined>;
}

/** A running stack that takes over changed secrets, and a command line whose user is its admin. */
export async function startRotationStack({
  vars = {},
  secrets: added = {},
}: RotationStackOptions = {}): Promise<RotationStack> {
  const stack = await startTestStack({ vars, front: true, secrets: added });
  const unwatch = watchSecrets(stack.state, async () => await stack.reload());
  const home = testHome();
  const { admin, secretKey } = stack.tenant;
  const cf = async (line: string, more: TestOptions = {}): Promise<CommandResult> =>
    await home.run(line.split(" "), { cwd: ROOT, env: environment(), ...more });
  const { args, stdin } = adminLogin(stack);
  const login = await cf(args.join(" "), { stdin });
  if (login.code !== 0) throw new Error(login.err);
  const secrets = (): Record<string, string> => JSON.parse(readFileSync(join(stack.state, SECRETS_FILE), "utf8"));
  const { accessToken } = await sdk
    .createClient({ url: stack.url, tenant: "platform", timeoutSeconds: PATIENCE_SECONDS })
    .auth.login(admin);
  /** Runs the program that `cf-auth ops` starts, in this process: to start it takes longer than most of its work. */
  const ops = async (line: string, { env, input = "" }: OpsOptions = {}) => {
    let [out, err] = ["", ""];
    const streams = {
      stdin: Readable.from([input]),
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
    };
    const state = line.includes("--state") ? [] : [`--state=${stack.state}`];
    const credentials = { CF_AUTH_URL: stack.url, CF_AUTH_TOKEN: accessToken };
    const code = await main([...line.split(" "), ...state, "--json"], env ?? credentials, streams);
    return { code, out, err };
  };
  return {
    get database() {
      return stack.database;
    },
    ...{
      url: stack.url,
      state: stack.state,
      tenant: stack.tenant,
      runSchedule: stack.runSchedule,
      reload: stack.reload,
    },
    cf,
    secrets,
    ids: (name: string) => (secrets()[name] ?? "").split(",").map((version) => version.split(":")[0] ?? ""),
    server: sdk.createClient({ url: stack.url, key: secretKey, maxRetries: 0, timeoutSeconds: PATIENCE_SECONDS }),
    rotate: async (line: string, input?: string): Promise<Progress> => {
      const result = await ops(`rotate ${line}`, { input });
      if (!DONE.includes(result.code)) throw new Error(result.err);
      return JSON.parse(result.out);
    },
    refusal: async (line: string, options: OpsOptions = {}): Promise<string> => {
      const result = await ops(`rotate ${line}`, options);
      if (DONE.includes(result.code)) throw new Error(`It was done: ${result.out}`);
      return JSON.parse(result.err.trim().split("\n").at(-1) ?? "").error.code;
    },
    status: async (name: string): Promise<SecretStatus | undefined> => {
      const { secrets: lines }: { secrets: SecretStatus[] } = JSON.parse((await ops("status")).out);
      return lines.find(({ secret }) => secret === name);
    },
    stop: async () => {
      unwatch();
      await stack.stop();
      home.remove();
    },
  };
}

/** Exit codes of what was done, at least as far as it is possible now. */
const DONE: readonly number[] = [EXIT.ok, EXIT.waiting];

interface OpsOptions {
  /** Defaults to the administrator's. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | undefined;
}

/** The variables that a program needs, and no credentials of this machine. */
function environment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME };
}

/** Requests of users and servers, without a pause and without a retry. */
export function startLoad({ server }: RotationStack, people: readonly { email: string; password: string }[]) {
  const failures: unknown[] = [];
  const counts = { checks: 0, signIns: 0, refreshes: 0 };
  let isRunning = true;
  const loop = async (kind: keyof typeof counts, request: () => Promise<unknown>) => {
    while (isRunning) {
      try {
        await request();
        counts[kind]++;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const [first] = people;
  if (first === undefined) throw new Error("The load needs a person.");
  const refreshing = async () => {
    let { refreshToken } = await server.auth.login(first);
    await loop("refreshes", async () => {
      ({ refreshToken } = await server.auth.refresh({ refreshToken }));
    });
  };
  let turn = 0;
  const signIn = async () => await server.auth.login(people[turn++ % people.length] ?? first);
  const check = { subject: "user:anne", relation: "member", object: "team:sig-auth" };
  const loops = [
    loop("checks", async () => await server.authz.batchCheck({ checks: [check] })),
    loop("signIns", signIn),
    refreshing(),
    refreshing(),
  ];
  return {
    counts,
    /** Waits until each kind of request was made again. */
    goesOn: async () => {
      const before = { ...counts };
      const kinds = Object.keys(counts) as (keyof typeof counts)[];
      while (failures.length === 0 && kinds.some((kind) => counts[kind] === before[kind])) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** Ends it, and returns what failed. */
    stop: async () => {
      isRunning = false;
      await Promise.all(loops);
      return failures;
    },
  };
}
