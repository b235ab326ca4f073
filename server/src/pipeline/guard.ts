import { isAllowed, type ScopedCall } from "../api-keys/scopes.ts";
import { type AuditEvent, Entry, recordAuditEvent } from "../audit/entry.ts";
import { isCounted } from "../audit/refusals.ts";
import { failureText } from "../ports/database.ts";
import { actorOf, type Caller, type CallerKind, isStranger, type RestrictedKeyCaller } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { addressGroup } from "../shared/ip-address.ts";
import type { Tenant } from "../shared/tenant.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import type { AppDeps } from "./deps.ts";

/** The event of every way of signing in. */
const SIGN_IN = "auth.login";

/** The callers of the kinds that a procedure names; where those are secret keys, restricted ones too. */
export type CallerOf<Kinds extends readonly CallerKind[]> =
  | Extract<Caller, { kind: Kinds[number] }>
  | ("secret" extends Kinds[number] ? RestrictedKeyCaller : never);

/** Throws `tenant_required`. */
export function tenantOf(ctx: Context): Tenant {
  if (ctx.tenant === undefined) throw new AppError("tenant_required");
  return ctx.tenant;
}

/**
 * Throws `unauthenticated` or `forbidden` unless the caller is of one of the kinds, and `insufficient_scope` where it holds a
 * restricted key that does not name the call. What anyone may call needs its scope too: a key does what it names.
 */
export function requireCaller<Kinds extends readonly CallerKind[]>(
  caller: Caller,
  kinds: Kinds,
  call: ScopedCall,
): CallerOf<Kinds> {
  const { kind } = caller;
  const isNamed = kind === "restricted" ? kinds.includes("secret") : kinds.includes(kind);
  if (!isNamed) throw new AppError(kind === "anonymous" ? "unauthenticated" : "forbidden", { callers: kinds });
  if (kind === "restricted" && !isAllowed(caller.scopes, call)) {
    throw new AppError("insufficient_scope", { scope: call.path, scopes: caller.scopes });
  }
  // The lines above leave only these kinds, which TypeScript cannot follow through `includes`.
  return caller as CallerOf<Kinds>;
}

/** The entry that the call is to have in the audit log. */
export function entryOf({ app, caller, tenant, request }: Context, { audit }: Pick<Declaration, "audit">): Entry {
  const { ip, id: requestId } = request;
  const event = { tenantId: tenant?.id ?? null, event: audit, actor: actorOf(caller), ip, requestId };
  return new Entry(app.clock, event);
}

/** Writes down how the call ended, unless that was written along with what it did. */
export async function record(ctx: Context, declaration: Pick<Declaration, "audit">, outcome: string, given?: Entry) {
  if (declaration.audit === "none") return;
  const event = (given ?? entryOf(ctx, declaration)).pendingEvent(outcome);
  const events = event === undefined ? [] : isCounted(ctx.caller, outcome) ? refused(ctx, event) : [event];
  for (const each of events) await recordAuditEvent(ctx.app, each);
  // Once it is there: whoever is told of it looks at once. What was written along is there, too.
  if (ctx.tenant !== undefined && (event === undefined || events.length > 0)) {
    ctx.app.meter.count(ctx.tenant.id, "events");
  }
}

/** What is to be written of a refusal that is counted together with others of the caller, or of a stranger's address. */
function refused({ app, caller, request }: Context, event: AuditEvent): AuditEvent[] {
  const actor = actorOf(caller);
  const source = isStranger(caller) ? `${actor} ${addressGroup(request.ip)}` : actor;
  return app.refusals.add(event, source, app.clock.now().getTime());
}

/** Counts a call as the tenant's. What names no tenant is counted nowhere. */
export function measure(
  { app, caller, tenant }: Context,
  { audit }: Pick<Declaration, "audit">,
  startedAt: Date,
  outcome: string,
): void {
  if (tenant === undefined) return;
  const failed = outcome !== "ok";
  app.meter.call(tenant.id, { milliseconds: app.clock.now().getTime() - startedAt.getTime(), failed });
  if (audit === SIGN_IN) app.meter.count(tenant.id, failed ? "failedLogins" : "logins");
  if (caller.kind === "user") app.meter.seen(tenant.id, caller.userId);
}

/** For the operators: the caller learns the request id and no more. */
export function logFailure({ request }: Context, path: string, error: Error): void {
  const cause = error.cause instanceof Error ? error.cause : error;
  console.error(JSON.stringify({ level: "error", requestId: request.id, path, error: failureText(cause) }));
}

/** What an isolate has gathered, and hands over a moment after an answer: for many requests at once. */
export function afterwards(app: AppDeps): Promise<void>[] {
  return [app.meter.handOver(), app.refusals.scheduleFlush(app)].filter((work) => work !== undefined);
}
