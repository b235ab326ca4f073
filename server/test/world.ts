import { env } from "cloudflare:workers";
import { clientFor, renewed } from "./client.ts";
import { signInWithFactor } from "./factors.ts";

export const ADMIN = { email: "root@example.com", password: "a root is not a leaf" };

/** Bootstraps the platform and signs its admin in. */
export async function signInAdmin() {
  const anyone = clientFor({ tenant: "platform" });
  await clientFor().platform.bootstrap.mutate({ ...ADMIN, secret: env.BOOTSTRAP_SECRET });
  const signIn = async () => (await signInWithFactor(anyone, ADMIN)).accessToken;
  const token = renewed(await signIn(), signIn);
  return { token, admin: clientFor({ token }) };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Creates a platform with its admin and two tenants, each with a client for its secret key. */
export async function createWorld() {
  const { token, admin } = await signInAdmin();
  const acme = await createTenant(admin, "acme");
  const globex = await createTenant(admin, "globex");
  return { token, admin, acme, globex };
}

export async function createTenant(admin: ReturnType<typeof clientFor>, slug: string) {
  return withClients(await admin.tenants.create.mutate({ slug, name: slug }));
}

/** Creates a test tenant, whose keys are test keys. */
export async function createTestTenant(admin: ReturnType<typeof clientFor>, slug: string) {
  return withClients(await admin.tenants.create.mutate({ slug, name: slug, environment: "test" }));
}

function withClients<Created extends { secretKey: string; publishableKey: string }>(created: Created) {
  return {
    ...created,
    client: clientFor({ key: created.secretKey }),
    browser: clientFor({ key: created.publishableKey }),
  };
}
