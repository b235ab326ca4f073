import type { App } from "../app.ts";
import { failureText } from "../ports/database.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { ApiKeyRow } from "./store.ts";

/** Keys make keys; somebody made the first. */
const GENERATIONS = 10;

/**
 * Tells by mail whoever made the key, or the key that made it, if that is a user: an administrator who works for the
 * tenant. What was revoked stays so even if that fails, so a failure is logged and goes no further.
 */
export async function tellOfLeak(
  app: Pick<App, "apiKeys" | "auth" | "outbox" | "clock">,
  tenant: Tenant,
  key: ApiKeyRow,
): Promise<void> {
  try {
    const maker = await makerOf(app, key);
    const user = maker === undefined ? undefined : await app.auth.findUser(maker);
    if (user === undefined || user.status !== "active") return;
    const values = { tenant: tenant.name, name: key.name, hint: key.hint, when: app.clock.now().toUTCString() };
    const letter = { kind: "api_key_leaked", key: `leak ${key.id}`, to: user.email, userId: user.id, values } as const;
    await app.outbox(user.tenantId).post(letter);
  } catch (error) {
    const message = "Nobody was told of a leaked key.";
    console.error(JSON.stringify({ level: "error", message, keyId: key.id, error: failureText(error) }));
  }
}

/** The id of a user, if it comes from one. */
async function makerOf(
  { apiKeys }: Pick<App, "apiKeys">,
  { tenantId, createdBy }: ApiKeyRow,
): Promise<string | undefined> {
  let maker: string | undefined = createdBy;
  for (let i = 0; i < GENERATIONS && maker?.startsWith("key_"); i++) {
    maker = (await apiKeys.find(tenantId, maker))?.createdBy;
  }
  return maker?.startsWith("usr_") ? maker : undefined;
}
