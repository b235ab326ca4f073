import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CfAuthError, createClient } from "@cf-auth/client";
import { createVerifier } from "@cf-auth/client/verify";

export interface SmokeTarget {
  readonly url: string;
  /** The version that must respond. Until it does, some edge locations may serve an older one. */
  readonly versionId: string;
  /** An `sk_test_…` key of a dedicated test tenant. Without it, the test skips sign-in and permissions. */
  readonly key?: string | undefined;
  /** Time for the version to respond, in seconds. */
  readonly timeoutSeconds: number;
}

const MODEL = `model
  schema 1.1

type user

type document
  relations
    define reader: [user]
`;

/**
 * Tests a deployment through the client SDK: the version responds, and a request without a key is rejected. With a key
 * also: a user signs in, the access token verifies, and permissions follow the tuples. Rejects with the first failure,
 * and deletes what it creates.
 */
export async function smoke({ url, versionId, key, timeoutSeconds }: SmokeTarget): Promise<string[]> {
  await waitForVersion(url, versionId, timeoutSeconds);
  await testAnonymousAccess(url);
  const passed = [`the version ${versionId} responds`, "a request without a key is rejected"];
  if (key === undefined) return passed;
  if (!key.startsWith("sk_test_")) {
    throw new Error("SMOKE_KEY isn't a secret key of a test tenant (sk_test_…). Set one with `npm run set-secret`.");
  }
  await testSignIn(url, key);
  await testPermissions(url, key);
  return [...passed, "a user signs in, and the access token verifies", "permissions follow the tuples"];
}

async function waitForVersion(url: string, versionId: string, timeoutSeconds: number): Promise<void> {
  const client = createClient({ url, maxRetries: 0, timeoutSeconds: 5 });
  const until = Date.now() + timeoutSeconds * 1000;
  let last = "nothing";
  do {
    try {
      const { version } = await client.system.health();
      if (version === versionId) return;
      last = `the version ${version}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await wait(Math.min(1000, timeoutSeconds * 100));
  } while (Date.now() < until);
  throw new Error(
    `The version ${versionId} didn't respond at ${url} within ${timeoutSeconds} s. The last response was: ${last}`,
  );
}

async function testAnonymousAccess(url: string): Promise<void> {
  const request = { subject: "user:smoke", relation: "reader", object: "document:smoke" };
  const error = await createClient({ url })
    .authz.check(request)
    .then(
      () => undefined,
      (caught: unknown) => caught,
    );
  if (!(error instanceof CfAuthError)) throw new Error("A check without a key was answered instead of rejected.");
  if (error.code !== "unauthenticated") throw new Error(`A check without a key failed with ${error.code}.`);
}

async function testSignIn(url: string, key: string): Promise<void> {
  const server = createClient({ url, key });
  const email = `smoke-${randomBytes(8).toString("hex")}@example.com`;
  const password = randomBytes(24).toString("base64url");
  const { user } = await server.users.create({ email, password, emailVerified: true });
  try {
    const session = await server.auth.login({ email, password });
    // The verifier checks issuer and audience against the tenant's id.
    const tenant = String(payloadOf(session.accessToken).aud);
    const { userId } = await createVerifier({ url, tenant }).verify(session.accessToken);
    if (userId !== user.id) throw new Error("The access token names another user.");
    await server.auth.refresh({ refreshToken: session.refreshToken });
  } finally {
    await server.users.delete({ id: user.id });
  }
}

function payloadOf(token: string): { readonly aud?: unknown } {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

async function testPermissions(url: string, key: string): Promise<void> {
  const { authz } = createClient({ url, key });
  const present = await authz.model.get().catch((error: unknown) => {
    if (error instanceof CfAuthError && error.code === "model_not_found") return undefined;
    throw error;
  });
  if (present === undefined) await authz.model.put({ model: MODEL });
  else if (present.model !== MODEL) {
    throw new Error("The tenant of SMOKE_KEY has another model. Use a test tenant for releases only.");
  }
  const id = randomBytes(8).toString("hex");
  const tuple = { subject: `user:${id}`, relation: "reader", object: `document:${id}` };
  const expect = async (allowed: boolean, subject: string, when: string) => {
    const answer = await authz.check({ ...tuple, subject, consistency: "exact" });
    if (answer.allowed !== allowed) throw new Error(`A check returned ${answer.allowed} ${when}.`);
  };
  await authz.write({ writes: [tuple] });
  try {
    await expect(true, tuple.subject, "for a new tuple");
    await expect(false, "user:nobody", "for a user without a tuple");
  } finally {
    await authz.write({ deletes: [tuple] });
  }
  await expect(false, tuple.subject, "for a deleted tuple");
}
