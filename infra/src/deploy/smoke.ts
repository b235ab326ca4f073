import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CfAuthError, createClient } from "@cf-auth/client";
import { createVerifier } from "@cf-auth/client/verify";

export interface Tried {
  readonly url: string;
  /** The version that has to answer; until it does, an older one may be at some edges. */
  readonly versionId: string;
  /** `sk_test_…` of a tenant that is there for this. Without one, signing in and permissions are not tried. */
  readonly key?: string | undefined;
  /** How long the version may take to answer, in seconds. */
  readonly patienceSeconds: number;
}

const MODEL = `model
  schema 1.1

type user

type document
  relations
    define reader: [user]
`;

/**
 * Tries a deployment as its users do, through the client SDK: who answers, that strangers are refused, and with a key that
 * a user can sign in, has a token that verifies, and may do what was written and nothing else. Rejects with what did not
 * hold. What it makes it removes.
 */
export async function smoke({ url, versionId, key, patienceSeconds }: Tried): Promise<string[]> {
  await answers(url, versionId, patienceSeconds);
  await refusesStrangers(url);
  const tried = [`the version ${versionId} answers`, "a stranger is refused"];
  if (key === undefined) return tried;
  if (!key.startsWith("sk_test_")) {
    throw new Error("SMOKE_KEY is no secret key of a test tenant (sk_test_…): no release is tried on live tenants.");
  }
  await signsIn(url, key);
  await decides(url, key);
  return [...tried, "a user signs in, and the token verifies", "permissions hold, and end"];
}

async function answers(url: string, versionId: string, patienceSeconds: number): Promise<void> {
  const client = createClient({ url, maxRetries: 0, timeoutSeconds: 5 });
  const until = Date.now() + patienceSeconds * 1000;
  let last = "nothing";
  do {
    try {
      const { version } = await client.system.health();
      if (version === versionId) return;
      last = `the version ${version}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await wait(Math.min(1000, patienceSeconds * 100));
  } while (Date.now() < until);
  throw new Error(`After ${patienceSeconds} s not the version ${versionId} answers at ${url}, but: ${last}`);
}

async function refusesStrangers(url: string): Promise<void> {
  const question = { subject: "user:smoke", relation: "reader", object: "document:smoke" };
  const refusal = await createClient({ url })
    .authz.check(question)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (!(refusal instanceof CfAuthError)) throw new Error("A check without any key was answered instead of refused.");
  if (refusal.code !== "unauthenticated") throw new Error(`A check without any key failed with ${refusal.code}.`);
}

async function signsIn(url: string, key: string): Promise<void> {
  const server = createClient({ url, key });
  const email = `smoke-${randomBytes(8).toString("hex")}@example.com`;
  const password = randomBytes(24).toString("base64url");
  const { user } = await server.users.create({ email, password, emailVerified: true });
  try {
    const session = await server.auth.login({ email, password });
    // The tenant's id, which the verifier then holds issuer and audience to.
    const tenant = String(payloadOf(session.accessToken).aud);
    const { userId } = await createVerifier({ url, tenant }).verify(session.accessToken);
    if (userId !== user.id) throw new Error("The token that a user was given names another user.");
    await server.auth.refresh({ refreshToken: session.refreshToken });
  } finally {
    await server.users.delete({ id: user.id });
  }
}

function payloadOf(token: string): { readonly aud?: unknown } {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

async function decides(url: string, key: string): Promise<void> {
  const { authz } = createClient({ url, key });
  const present = await authz.model.get().catch((error: unknown) => {
    if (error instanceof CfAuthError && error.code === "model_not_found") return undefined;
    throw error;
  });
  if (present === undefined) await authz.model.put({ model: MODEL });
  else if (present.model !== MODEL) {
    throw new Error(
      "The tenant of SMOKE_KEY has a model of its own. Give releases a test tenant that nobody else uses.",
    );
  }
  const id = randomBytes(8).toString("hex");
  const tuple = { subject: `user:${id}`, relation: "reader", object: `document:${id}` };
  const expect = async (allowed: boolean, subject: string, when: string) => {
    const answer = await authz.check({ ...tuple, subject, consistency: "exact" });
    if (answer.allowed !== allowed) throw new Error(`A check is answered ${answer.allowed} ${when}.`);
  };
  await authz.write({ writes: [tuple] });
  try {
    await expect(true, tuple.subject, "for a tuple that was just written");
    await expect(false, "user:nobody", "for somebody without any tuple");
  } finally {
    await authz.write({ deletes: [tuple] });
  }
  await expect(false, tuple.subject, "for a tuple that was deleted");
}
