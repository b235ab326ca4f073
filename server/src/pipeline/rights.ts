import { isAllowed } from "../api-keys/scopes.ts";
import { requirePermitted } from "../platform/permitted.ts";
import { type Caller, type CallerKind, isServer, type RestrictedKeyCaller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { PLATFORM_SLUG } from "../shared/tenant.ts";
import type { Context } from "./context.ts";
import { adminNeedOf, type Call, type Declaration } from "./declaration.ts";
import type { Resolved } from "./resolve-caller.ts";

/** A slug or an id has at most 64 characters. */
const MAX_NAME = 64;

/** The callers of the kinds that a procedure names; where those are secret keys, restricted ones too. */
export type CallerOf<Kinds extends readonly CallerKind[]> =
  | Extract<Caller, { kind: Kinds[number] }>
  | ("secret" extends Kinds[number] ? RestrictedKeyCaller : never);

/** A caller that may make the call. */
export interface Rights<Kinds extends readonly CallerKind[]> {
  readonly caller: CallerOf<Kinds>;
  /** Identifies the caller again, and checks an admin's permission: for work that outlasts the call. */
  reauthenticate(): Promise<Resolved>;
}

/**
 * The caller, if it has the right to the call. Throws `unauthenticated`, `forbidden`, `insufficient_scope` and
 * `insufficient_permission`.
 */
export async function requireRights<Kinds extends readonly CallerKind[]>(
  context: Context,
  declaration: Declaration<Kinds>,
  call: Call,
): Promise<Rights<Kinds>> {
  requireKind(context.caller, declaration.caller);
  requireScope(context.caller, call);
  const reauthenticate = await requireAdminPermission(context, declaration, call);
  // `requireKind` leaves only these kinds, which TypeScript cannot follow through `includes`.
  return { caller: context.caller as CallerOf<Kinds>, reauthenticate };
}

function requireKind({ kind }: Caller, kinds: readonly CallerKind[]): void {
  if (kinds.includes(kind === "restricted" ? "secret" : kind)) return;
  throw new AppError(kind === "anonymous" ? "unauthenticated" : "forbidden", { callers: kinds });
}

/** A restricted or platform key needs the scope of every call, also of those that are open to everyone. */
function requireScope(caller: Caller, call: Call): void {
  if (!("scopes" in caller) || isAllowed(caller.scopes, call)) return;
  throw new AppError("insufficient_scope", { scope: call.path, scopes: caller.scopes });
}

/**
 * Throws `insufficient_permission` where a platform admin lacks the declared permission. Throws `forbidden` for keys that name
 * the platform's own tenant: its users and its graph decide who the admins are, and admins act there as themselves.
 */
async function requireAdminPermission(
  { app, caller, tenant, status, reauthenticate }: Context,
  declaration: Declaration,
  call: Call,
): Promise<Context["reauthenticate"]> {
  if ((isServer(caller) || caller.kind === "platformKey") && tenant?.slug === PLATFORM_SLUG)
    throw new AppError("forbidden");
  if (caller.kind !== "admin") return reauthenticate;
  const need = adminNeedOf(declaration, call.type);
  // A list filters its own items.
  if (need === null || need.on === "listed") return reauthenticate;
  const { permission, on } = need;
  const named = on === "named" ? await namedIn(app, await call.input()) : undefined;
  const object = on === "tenant" ? tenant?.id : named;
  const name = `permission ${permission} of ${caller.userId} on ${object}`;
  await status.read(caller.tenantId, name, async () => {
    await requirePermitted(app, caller, permission, object);
    return true;
  });
  return async () => {
    const resolved = await reauthenticate();
    await requirePermitted(app, caller, permission, object);
    return resolved;
  };
}

/** The id of the tenant that an input names. An unknown one needs the permission on the platform. */
async function namedIn({ tenants }: Context["app"], input: unknown): Promise<string | undefined> {
  const name: unknown = Object(input).tenant;
  return typeof name === "string" && name.length <= MAX_NAME ? (await tenants.find(name))?.id : undefined;
}
