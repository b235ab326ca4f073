import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sdk from "@cf-auth/client";
import { createClient } from "@cf-auth/client";
import { signInPlatformAdmin } from "@cf-auth/local/admin";
import { buildWorker } from "@cf-auth/local/build";
import { type SecondWorker, type Stack, startStack } from "@cf-auth/local/stack";

/** Runs the work with the built Worker and a temporary state folder. */
export async function withState<T>(work: (state: string) => Promise<T>): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), "cf-auth-bench-"));
  try {
    await buildWorker();
    return await work(state);
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

/** Does the work while a server runs on the state, with another Worker beside it if there is one. */
export async function during<T>(state: string, work: (stack: Stack) => Promise<T>, beside?: SecondWorker): Promise<T> {
  const options = { state, port: 0, unlimited: true, logsRequests: false } as const;
  const stack = await startStack({ ...options, ...(beside !== undefined && { beside }) });
  try {
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

/** Secret keys of new tenants on a server that has none yet. */
export async function newTenants({ url, secrets }: Stack, slugs: readonly string[]): Promise<string[]> {
  const credentials = { email: "bench@example.com", password: secrets.ADMIN_PASSWORD };
  await createClient({ url }).platform.bootstrap({ ...credentials, secret: secrets.BOOTSTRAP_SECRET });
  const token = await signInPlatformAdmin(sdk, url, credentials);
  const admin = createClient({ url, token });
  const keys: string[] = [];
  for (const slug of slugs) keys.push((await admin.tenants.create({ slug, name: slug })).secretKey);
  return keys;
}
