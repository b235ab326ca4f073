import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CfAuthClient, createClient } from "@cf-auth/client";
import { buildWorker } from "@cf-auth/local/build";
import { type Stack, startStack } from "@cf-auth/local/stack";
import { seeds, seedTenant } from "@cf-auth/seeds";

/** Runs the work with a client of a kubernetes-org tenant, on its own server. */
export async function withServer<T>(work: (client: CfAuthClient) => Promise<T>): Promise<T> {
  return withState((state) =>
    during(state, async (stack) => {
      const [key = ""] = await newTenants(stack, ["bench"]);
      // A single check is to be one: the client would send those of a tick together.
      const client = createClient({ url: stack.url, key, batchChecks: false });
      await seedTenant(client, seeds.kubernetes);
      return await work(client);
    }),
  );
}

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

/** Does the work while a server runs on the state, with another bundle beside it if there is one. */
export async function during<T>(state: string, work: (stack: Stack) => Promise<T>, beside?: string): Promise<T> {
  const stack = await startStack({ state, port: 0, unlimited: true, ...(beside !== undefined && { beside }) });
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
  const { accessToken } = await createClient({ url, tenant: "platform" }).auth.login(credentials);
  const admin = createClient({ url, token: accessToken });
  const keys: string[] = [];
  for (const slug of slugs) keys.push((await admin.tenants.create({ slug, name: slug })).secretKey);
  return keys;
}
