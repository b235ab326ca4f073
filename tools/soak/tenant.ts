import * as sdk from "@cf-auth/client";
import { MODEL } from "../local/src/ledger/groups.ts";
import { signInAdmin } from "../local/src/seed.ts";
import type { Stack } from "../local/src/stack.ts";
import type { Calls } from "./calls.ts";

/** No call of a soak is slow enough for this: it ends those that hang. */
const TIMEOUT_SECONDS = 300;
const SLUG = "soak";

/** A tenant of its own on the stack, and the clients that call it. */
export class SoakTenant {
  readonly id: string;
  readonly server: sdk.CfAuthClient;
  readonly browser: sdk.CfAuthClient;
  /** A client of the platform's admin, whose calls are neither counted nor held by the front. */
  readonly admin: () => Promise<sdk.CfAuthClient>;
  /** A client of a signed-in user. */
  readonly user: (token: string) => sdk.CfAuthClient;
  /** The signing key that a rotation has published. */
  private nextKid: string | undefined;

  /** Each call of its clients is made once and counted: the SDK repeats none. */
  constructor(
    { url, admin }: { readonly url: string; readonly admin: () => Promise<sdk.CfAuthClient> },
    { tenant, publishableKey, secretKey }: { tenant: { id: string }; publishableKey: string; secretKey: string },
    calls: Calls,
  ) {
    const options = { url, fetch: calls.fetch, maxRetries: 0, timeoutSeconds: TIMEOUT_SECONDS, batchChecks: false };
    this.id = tenant.id;
    this.admin = admin;
    this.server = sdk.createClient({ ...options, key: secretKey });
    this.browser = sdk.createClient({ ...options, key: publishableKey });
    this.user = (token) => sdk.createClient({ ...options, token });
  }

  async putModel(): Promise<void> {
    await this.server.authz.model.put({ model: MODEL });
  }

  async rotateKey(): Promise<void> {
    const { keys } = await this.server.auth.keys.rotate({});
    this.nextKid = keys.find(({ status }) => status === "next")?.kid;
  }

  /** The key of the rotation stays published, and signs later. */
  async keyProblems(): Promise<string[]> {
    const { keys } = await this.server.auth.keys.list();
    return keys.some(({ kid }) => kid === this.nextKid) ? [] : ["The key of the rotation is not published."];
  }
}

/** Creates the tenant. The function that is returned makes its clients. */
export async function createTenant(stack: Stack): Promise<(calls: Calls) => SoakTenant> {
  const admin = async () => {
    const token = await signInAdmin(sdk, stack);
    return sdk.createClient({ url: stack.url, token, timeoutSeconds: TIMEOUT_SECONDS });
  };
  const created = await (await admin()).tenants.create({ slug: SLUG, name: "Soak" });
  return (calls) => new SoakTenant({ url: stack.url, admin }, created, calls);
}
