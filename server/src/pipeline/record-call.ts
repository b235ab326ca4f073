import { changeOf } from "../audit/change.ts";
import { AuditEntry, type AuditEvent, recordAuditEvent } from "../audit/entry.ts";
import { isCounted } from "../audit/refusals.ts";
import { currentRequest } from "../ports/request-scope.ts";
import { actorOf, isStranger } from "../shared/caller.ts";
import type { AppError } from "../shared/errors/app-error.ts";
import { addressGroup } from "../shared/ip-address.ts";
import type { Context } from "./context.ts";
import type { Declaration } from "./declaration.ts";
import type { AppDeps } from "./deps.ts";

/** The outcome of a sign-in that goes on with another factor: the call that shows it is counted. */
const GOES_ON = "factor_required";

/** Audit and metering of one call, from its start to its outcome. */
export class CallRecord {
  readonly entry: AuditEntry;
  private readonly context: Context;
  private readonly audit: string;
  private readonly auditedOutcomes: Declaration["auditedOutcomes"];
  private readonly path: string;
  private readonly startedAt: Date;

  constructor(
    context: Context,
    { audit, auditedOutcomes, isSignIn = false }: Pick<Declaration, "audit" | "auditedOutcomes" | "isSignIn">,
    path: string,
  ) {
    this.path = path;
    const { app, caller, tenant, request, clientIp } = context;
    this.context = context;
    this.audit = audit;
    this.auditedOutcomes = auditedOutcomes;
    this.startedAt = app.clock.now();
    const event = { tenantId: tenant?.id ?? null, event: audit, actor: actorOf(caller) };
    this.entry = new AuditEntry(app.clock, { ...event, ip: request.ip, requestId: request.id }, clientIp);
    this.entry.isSignIn = isSignIn;
  }

  /** Records what the call changed: its input was accepted, and the result names what it created. */
  async succeed(input: () => Promise<unknown>, result: unknown): Promise<void> {
    if (this.entry.error !== null) return await this.end(this.entry.error);
    if (this.isAudited("ok")) this.entry.addDetails(changeOf(await input(), result));
    await this.end("ok");
  }

  async fail({ code }: AppError): Promise<void> {
    await this.end(code);
  }

  private async end(outcome: string): Promise<void> {
    if (this.isAudited(outcome)) await this.writeEvent(outcome);
    this.measure(outcome);
    const { caller, tenant } = this.context;
    const by = { caller: caller.kind, actor: actorOf(caller) };
    currentRequest()?.calls.push({ procedure: this.path, outcome, tenantId: tenant?.id ?? null, ...by });
  }

  /** Replays are calls, but they change nothing: the first call has the event. */
  private isAudited(outcome: string): boolean {
    if (outcome === "ok" && this.auditedOutcomes === "refused") return false;
    return this.audit !== "none" && !this.entry.isReplay;
  }

  /** Writes the event, unless the work wrote it together with its change. */
  private async writeEvent(outcome: string): Promise<void> {
    const { app, caller, tenant } = this.context;
    const event = this.entry.pendingEvent(outcome);
    const events = event === undefined ? [] : isCounted(caller, outcome) ? this.countRefusal(event) : [event];
    for (const each of events) await recordAuditEvent(app, each);
    // Counted once it is stored: live event streams read it at once.
    if (tenant !== undefined && (event === undefined || events.length > 0)) app.meter.count(tenant.id, "events");
  }

  /** The events to write for a refusal that is counted with others of its caller, or of a stranger's IP address. */
  private countRefusal(event: AuditEvent): AuditEvent[] {
    const { app, caller, request } = this.context;
    const actor = actorOf(caller);
    const source = isStranger(caller) ? `${actor} ${addressGroup(request.ip)}` : actor;
    return app.refusals.add(event, source, app.clock.now().getTime());
  }

  /** Counts the call as its tenant's, if it has one. */
  private measure(outcome: string): void {
    const { app, caller, tenant } = this.context;
    if (tenant === undefined) return;
    const failed = outcome !== "ok";
    app.meter.call(tenant.id, { milliseconds: app.clock.now().getTime() - this.startedAt.getTime(), failed });
    const { isSignIn, isReplay } = this.entry;
    if (isSignIn && !isReplay && outcome !== GOES_ON) app.meter.count(tenant.id, failed ? "failedLogins" : "logins");
    if (caller.kind === "user") app.meter.seen(tenant.id, caller.userId);
  }
}

/** Deliveries of what the isolate has collected over many requests: usage and counted refusals. */
export function flush(app: AppDeps): Promise<void>[] {
  return [app.meter.scheduleFlush(), app.refusals.scheduleFlush(app)].filter((delivery) => delivery !== undefined);
}
