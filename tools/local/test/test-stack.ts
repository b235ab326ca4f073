import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { inject } from "vitest";
import { SECRETS_FILE } from "../src/secrets.ts";
import { type LocalTenant, readLocalTenant } from "../src/seed.ts";
import { type Stack, type StackOptions, startStack } from "../src/stack.ts";

/** A stack of a test file's own, which starts as `npm start` leaves one: seeded, with an admin and a demo tenant. */
export interface TestStack extends Stack {
  readonly state: string;
  /** The demo tenant. */
  readonly tenant: LocalTenant;
}

/** No verdict depends on how busy the machine is. */
export const PATIENCE_SECONDS = 1800;

/** A copy of the seeded state, which the caller removes. */
export function copySeededState(): string {
  const state = mkdtempSync(join(tmpdir(), "cf-auth-local-"));
  cpSync(inject("seededState"), state, { recursive: true });
  return state;
}

/** Starts a stack on a copy of the seeded state. `stop` removes the copy. */
export async function startTestStack({
  secrets = {},
  ...options
}: Pick<StackOptions, "unlimited" | "neighbour" | "tails" | "front" | "vars" | "resolve"> & {
  /** Secrets of the state besides those that it has. */
  readonly secrets?: Readonly<Record<string, string>>;
} = {}): Promise<TestStack> {
  const state = copySeededState();
  const file = join(state, SECRETS_FILE);
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...secrets }));
  const stack = await startStack({ drainSeconds: PATIENCE_SECONDS, ...options, state, port: 0 });
  const stop = async () => {
    await stack.stop();
    rmSync(state, { recursive: true, force: true });
  };
  const own = { state, tenant: seededTenant(state), stop };
  return Object.defineProperties({ ...stack, ...own }, { database: { get: () => stack.database } });
}

/** The demo tenant in a copy of the seeded state. */
export function seededTenant(state: string): LocalTenant {
  const tenant = readLocalTenant(state);
  if (tenant === undefined) throw new Error(`${state} was never seeded.`);
  return tenant;
}

/** Backup codes that are left, by state. */
const backupCodes = new Map<string, string[]>();

/** Arguments and input of `cf-auth login` for the platform's admin, with a backup code that was not used before. */
export function adminLogin({ url, state, tenant }: Pick<TestStack, "url" | "state" | "tenant">) {
  const left = backupCodes.get(state) ?? [...tenant.adminFactor.backupCodes];
  const code = left.pop();
  if (code === undefined) throw new Error("No backup code is left.");
  backupCodes.set(state, left);
  const { email, password } = tenant.admin;
  const args = ["login", "--url", url, "--email", email, "--code", code, "--password-stdin"];
  return { args, stdin: `${password}\n` };
}

/** A client of the platform's admin. */
export async function signInAdmin(url: string, { admin }: LocalTenant): Promise<sdk.CfAuthClient> {
  const { accessToken } = await sdk.createClient({ url, tenant: "platform" }).auth.login(admin);
  return sdk.createClient({ url, token: accessToken, timeoutSeconds: PATIENCE_SECONDS });
}
