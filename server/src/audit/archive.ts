import { timeOfId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { type ChainPosition, canonical } from "./chain.ts";
import type { AuditDeps } from "./deps.ts";
import { lineOf } from "./export.ts";
import { findLinkProblem, reportBrokenChain } from "./verify.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const BATCH_SIZE = 500;
/** The actor of the schedule's events. */
const ACTOR = "schedule";
/** Events that one run moves: each is deleted with its index entries. The next run continues. */
const MAX_EVENTS_PER_RUN = 5000;

type Deps = Pick<AuditDeps, "audit" | "seals" | "files" | "clock" | "meter">;

/**
 * Moves events that are older than the plans of their tenants say from the database to R2. Safe to repeat and to
 * interrupt. A tenant with a broken chain keeps its events, and gets the alert `audit.chainBroken`.
 */
export async function archiveAuditLogs(app: Deps): Promise<{ archived: number; tenants: number } | undefined> {
  const now = app.clock.now().getTime();
  const done = { archived: 0, tenants: 0 };
  for (const { tenantId, auditDays, oldest, newest } of await app.audit.listLimited()) {
    const before = new Date(now - auditDays * DAY_MS);
    const isDue = oldest !== newest && (timeOfId(oldest) ?? now) < before.getTime();
    if (!isDue || done.archived >= MAX_EVENTS_PER_RUN) continue;
    const archived = await archiveLog(app, tenantId, before, MAX_EVENTS_PER_RUN - done.archived).catch(
      async (error: unknown) => await reportFailure(app, tenantId, error),
    );
    done.archived += archived;
    done.tenants += archived === 0 ? 0 : 1;
  }
  return done.archived === 0 ? undefined : done;
}

/**
 * Moves a tenant's sealed events from before a time to a file in R2, as `exportLog` writes it, after verifying them. The
 * newest event stays, because the seals continue from its row. Returns the number of moved events. Throws
 * `audit_chain_broken`.
 */
export async function archiveLog(
  { audit, seals, files }: Pick<Deps, "audit" | "seals" | "files">,
  tenantId: string,
  before: Date,
  limit: number,
): Promise<number> {
  const keeper = seals(tenantId);
  const { links, rowId: end } = await keeper.sealAll();
  const start = await keeper.archived();
  // What an interrupted run left.
  await audit.removeThrough(tenantId, start.rowId);
  const lines: string[] = [];
  let position: ChainPosition = start;
  let isFull = false;
  while (!isFull) {
    const sealed = await keeper.links(position.seq, BATCH_SIZE);
    const events = await audit.listAfter(tenantId, { rowId: position.rowId, end }, BATCH_SIZE);
    for (const [i, link] of sealed.entries()) {
      const found = events[i];
      const problem = await findLinkProblem(position.hash, link, found, events);
      if (found === undefined || problem !== undefined) {
        throw new AppError("audit_chain_broken", { seq: link.seq, event: link.eventId });
      }
      isFull = lines.length === limit || link.seq === links || found.event.at >= before;
      if (isFull) break;
      lines.push(lineOf(link, canonical(found.event)));
      position = { seq: link.seq, hash: link.hash, rowId: found.rowId };
    }
    if (sealed.length < BATCH_SIZE) break;
  }
  if (lines.length === 0) return 0;
  const key = `audit/${tenantId}/archive/${start.seq + 1}-${position.seq}.jsonl`;
  await files.put(key, new Blob([lines.join("")]), "application/jsonl; charset=utf-8");
  await keeper.archive(position, key);
  await audit.removeThrough(tenantId, position.rowId);
  return lines.length;
}

/** Logs a failure, and reports a broken chain once a day. Returns 0, the number of moved events. */
async function reportFailure(app: Deps, tenantId: string, error: unknown): Promise<number> {
  log("error", "A tenant's audit log was not archived.", { tenantId, error });
  if (!(error instanceof AppError && error.code === "audit_chain_broken")) return 0;
  const from = new Date(app.clock.now().getTime() - DAY_MS);
  const reported = { event: "audit.chainBroken", actor: ACTOR, from };
  const [last] = await app.audit.list(tenantId, reported, { before: undefined, limit: 1 });
  if (last === undefined) await reportBrokenChain(app, tenantId, { actor: ACTOR, ip: "", requestId: "" });
  return 0;
}
