import { createClient } from "@cf-auth/client";
import {
  type AuthenticateOptions,
  type AuthVariables,
  authenticate,
  type RequirePermissionOptions,
  requirePermission,
} from "@cf-auth/client/hono";
import { createVerifier } from "@cf-auth/client/verify";
import { Hono } from "hono";
import { MINTED } from "./minted.ts";
import { standIn } from "./stand-in.ts";

const { url, tenant, keys, token, at } = MINTED;
const verifier = createVerifier({ url, tenant, now: () => at, fetch: async () => Response.json({ keys }) });
const signedIn: AuthenticateOptions & { optional?: false } = { verifier };

/** An app that lets in who is signed in, and lets write whom the graph lets write. */
export async function run() {
  const { fetch } = standIn({ "authz.check": { allowed: false, revision: "7" } });
  const client = createClient({ url, key: "sk_test_x", fetch });
  const relation: Pick<RequirePermissionOptions, "relation"> = { relation: "write" };
  const app = new Hono<{ Variables: AuthVariables }>()
    .get("/me", authenticate(signedIn), (c) => c.text(c.get("auth").userId))
    .put(
      "/repos/:id",
      authenticate(signedIn),
      requirePermission({ ...relation, client, object: (c) => `repo:${c.req.param("id")}` }),
      (c) => c.text("written"),
    );
  const headers = { authorization: `Bearer ${token}` };
  const me = await app.request("/me", { headers });
  const nobody = await app.request("/me");
  const write = await app.request("/repos/api", { method: "PUT", headers });
  return { me: await me.text(), statuses: [me.status, nobody.status, write.status] };
}

export const sees: Awaited<ReturnType<typeof run>> = { me: "usr_anne", statuses: [200, 401, 403] };
