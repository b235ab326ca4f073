import { requirePermitted } from "../platform/permitted.ts";
import { isServer } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { Context } from "./context.ts";
import type { AdminNeed } from "./declaration.ts";

/** A slug or an id has at most so many characters. */
const LONGEST_NAME = 64;

/**
 * Throws `insufficient_permission` where a platform admin lacks what a procedure needs, and `forbidden` for a server's key of
 * the platform's own tenant: what admins may do to the platform they may do as themselves, as long as they may. Answers how
 * to ask anew who is calling, and whether they still may.
 */
export async function requireAdminMay(
  context: Context,
  need: AdminNeed | null,
  input: () => Promise<unknown>,
): Promise<Context["again"]> {
  const { app, caller, tenant } = context;
  if (isServer(caller) && tenant?.slug === PLATFORM_SLUG) throw new AppError("forbidden");
  // What is in a list is decided where it is made.
  if (caller.kind !== "admin" || need === null || need.on === "listed") return context.again;
  const { permission, on } = need;
  const named = on === "named" ? await namedIn(app, await input()) : undefined;
  const object = on === "tenant" ? tenant?.id : named;
  await requirePermitted(app, caller, permission, object);
  return async () => {
    const resolved = await context.again();
    await requirePermitted(app, caller, permission, object);
    return resolved;
  };
}

/** The id of a tenant that an input names. Of one that is not there only those are told who see all there is. */
async function namedIn({ tenants }: Context["app"], input: unknown): Promise<string | undefined> {
  const name = nameIn(input);
  return name === undefined ? undefined : (await tenants.find(name))?.id;
}

/** The tenant that an input names, which nobody has looked at yet. */
function nameIn(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("tenant" in input)) return undefined;
  const { tenant } = input;
  return typeof tenant === "string" && tenant.length <= LONGEST_NAME ? tenant : undefined;
}
