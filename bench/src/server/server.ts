import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@cf-auth/client";
import { buildWorker } from "@cf-auth/local/build";
import { startStack } from "@cf-auth/local/stack";
import { seeds, seedTenant } from "@cf-auth/seeds";

/** Does the work with a client of a tenant that holds kubernetes-org, on a server started for it alone. */
export async function withServer<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const state = mkdtempSync(join(tmpdir(), "cf-auth-bench-"));
  await buildWorker();
  const stack = await startStack({ state, port: 0, unlimited: true });
  try {
    return await work(await seededClient(stack.url, stack.secrets));
  } finally {
    await stack.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

async function seededClient(url: string, secrets: { BOOTSTRAP_SECRET: string; ADMIN_PASSWORD: string }) {
  const credentials = { email: "bench@example.com", password: secrets.ADMIN_PASSWORD };
  await createClient({ url }).platform.bootstrap({ ...credentials, secret: secrets.BOOTSTRAP_SECRET });
  const { accessToken } = await createClient({ url, tenant: "platform" }).auth.login(credentials);
  const { secretKey } = await createClient({ url, token: accessToken }).tenants.create({
    slug: "bench",
    name: "Bench",
  });
  const client = createClient({ url, key: secretKey });
  await seedTenant(client, seeds.kubernetes);
  return client;
}
