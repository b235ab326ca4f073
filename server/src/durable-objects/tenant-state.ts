import { DurableObject } from "cloudflare:workers";
import type { CountedKey, KeyUsage, KeyUse } from "../api-keys/key-use.ts";
import { KeyUseStore } from "../api-keys/key-use-store.ts";
import { AttemptStore } from "../attempts/attempt-store.ts";
import type { Attempt, AttemptCounter, AttemptKind, CounterKey } from "../attempts/attempts.ts";
import type { Alerts } from "../audit/alerts.ts";
import type { ChainPosition } from "../audit/chain.ts";
import type { SealKeeper, Seals } from "../audit/seals.ts";
import type { BackupReason } from "../backups/backup-files.ts";
import type { BackupJob } from "../backups/backup-job.ts";
import { insertRow } from "../backups/insert-row.ts";
import { openBackups } from "../backups/open-backups.ts";
import type { RestorableState } from "../backups/restorable.ts";
import type { RevocationList as BackupRevocations } from "../backups/revocation-list.ts";
import type { TableRow } from "../backups/rows.ts";
import { type Bounds, type Page, statePages } from "../backups/table-walk.ts";
import { stateTable } from "../backups/tables.ts";
import type {
  Connection,
  ConnectionCredentials,
  ConnectionOwner,
  ConnectionRecords,
} from "../connections/connection.ts";
import type { ConnectionList } from "../connections/connection-list.ts";
import type { Outbox, OutgoingEmail } from "../email/email.ts";
import type { EmailQueue, EmailRecords } from "../email/email-queue.ts";
import type { EmailQuery } from "../email/email-store.ts";
import type { MailboxQuery } from "../email/mailbox-store.ts";
import { EventLog } from "../events/event-log.ts";
import { EventStream, type EventSubscription, type LiveEvents } from "../events/event-stream.ts";
import type { LiveEvent } from "../events/live-event.ts";
import type { CallEnd, CallRecords, NewCall } from "../idempotency/call-record.ts";
import { CallStore } from "../idempotency/call-store.ts";
import { log } from "../ports/logger.ts";
import { countedSql, type SqlDatabase } from "../ports/sql.ts";
import { systemClock } from "../ports/time.ts";
import { Alarms } from "../shared/alarms.ts";
import type { Purgeable } from "../shared/purgeable.ts";
import type { RevocationReason, Revocations, TokenMarks } from "../tokens/revocations.ts";
import { RevocationList } from "../tokens/revocations.ts";
import type { CounterMetric, Delivery, UsageLog } from "../usage/usage.ts";
import type { UsageCounter } from "../usage/usage-counter.ts";
import type { DeliveryQueue, Replay, WebhookDeliveries } from "../webhooks/delivery-queue.ts";
import type { DeliveryQuery } from "../webhooks/delivery-store.ts";
import { migrate } from "./object-migrations.ts";
import { tenantBackup, tenantRevocationList } from "./tenant-backup.ts";
import { tenantMail } from "./tenant-email.ts";
import { tenantAlerts, tenantConnections, tenantSeals, tenantUsage } from "./tenant-parts.ts";
import { TENANT_STATE_MIGRATIONS } from "./tenant-state-migrations.ts";
import { tenantWebhooks } from "./tenant-webhooks.ts";

/**
 * One tenant's exact counters, idempotent calls, revocations, email queue and live events. The object's name is the
 * tenant's id.
 */
export class TenantState
  extends DurableObject<Env>
  implements
    AttemptCounter,
    CallRecords,
    Purgeable,
    ConnectionRecords,
    ConnectionOwner,
    KeyUsage,
    LiveEvents,
    EmailRecords,
    Outbox,
    RestorableState,
    Revocations,
    SealKeeper,
    UsageLog,
    WebhookDeliveries
{
  private readonly attempts: AttemptStore;
  private readonly keyUses: KeyUseStore;
  private readonly calls: CallStore;
  private readonly revocations: RevocationList;
  private readonly usage: UsageCounter;
  private readonly alerts: Alerts;
  private readonly events: EventStream<WebSocket>;
  private readonly connections: ConnectionList;
  private readonly seals: Seals;
  private readonly mail: EmailQueue;
  private readonly webhooks: DeliveryQueue;
  private readonly revocationList: BackupRevocations;
  private readonly backup: BackupJob;
  private readonly sql: SqlDatabase;
  private readonly alarms: Alarms;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    migrate(ctx.storage, TENANT_STATE_MIGRATIONS);
    const sql = countedSql(ctx.storage.sql);
    this.sql = sql;
    this.attempts = new AttemptStore(sql, systemClock);
    this.keyUses = new KeyUseStore(sql, systemClock);
    this.calls = new CallStore(sql, systemClock);
    this.revocations = new RevocationList(sql);
    this.usage = tenantUsage(sql, env, ctx.id.name ?? "");
    this.events = new EventStream(sql, ctx, now);
    this.connections = tenantConnections(sql, env, this, ctx.id.name ?? "");
    const backupFiles = openBackups(env);
    this.revocationList = tenantRevocationList(env, ctx.id.name ?? "", backupFiles);
    this.backup = tenantBackup(sql, env, ctx.id.name ?? "", backupFiles);
    this.webhooks = tenantWebhooks(sql, env, ctx.id.name ?? "", new EventLog(sql, now), {
      // After the transaction in which events are sealed and queued.
      onQueued: () => queueMicrotask(() => this.alarms.plan()),
      onDisabled: () => this.expectEvents(),
    });
    const atomically = (work: () => void) => ctx.storage.transactionSync(work);
    this.seals = tenantSeals(sql, atomically, env, ctx.id.name ?? "", this.events, this.revocationList, this.webhooks);
    this.mail = tenantMail(sql, env, ctx.id.name ?? "");
    const mail = { due: () => this.mail.due(), run: () => this.mail.run() };
    this.alerts = tenantAlerts(sql, env, ctx.id.name ?? "");
    const { attempts, keyUses, calls, usage, seals, events, connections, revocationList, backup } = this;
    const alerts = { due: () => this.alerts.due(), run: async () => await this.writeAlerts() };
    // Jobs within the object first, then jobs with I/O.
    const inner = [attempts, keyUses, calls, events, alerts];
    const webhooks = { due: () => this.webhooks.due(), run: () => this.sendWebhooks() };
    const outer = [seals, connections, usage, mail, webhooks, revocationList, backup];
    this.alarms = new Alarms(ctx.storage, [...inner, ...outer]);
    void ctx.blockConcurrencyWhile(async () => await this.alarms.load());
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async enqueue(email: OutgoingEmail): Promise<void> {
    await this.mail.enqueue(email);
    this.alarms.plan();
  }

  async enqueueDecoy(email: OutgoingEmail): Promise<void> {
    await this.mail.enqueueDecoy(email);
    this.alarms.plan();
  }

  async emails(query: EmailQuery) {
    return await this.mail.emails(query);
  }

  async receivedEmails(query: MailboxQuery) {
    const emails = await this.mail.receivedEmails(query);
    this.alarms.plan();
    return emails;
  }

  override async alarm(): Promise<void> {
    this.usage.resume();
    await this.alarms.runDue(now);
  }

  async standing(token: TokenMarks) {
    return this.revocations.standing(token);
  }

  async revoke(ids: readonly string[], reason: RevocationReason, now: number): Promise<void> {
    this.revocations.revoke(ids, reason, now);
    await this.cutOff(ids, 0);
  }

  async revokeAll(reason: RevocationReason, now: number): Promise<void> {
    this.revocations.revokeAll(reason, now);
    await this.connections.cutOffAll();
    this.alarms.plan();
  }

  async tenantVersion() {
    return this.revocations.tenantVersion();
  }

  async tenantChanged(): Promise<void> {
    this.revocations.tenantChanged();
  }

  async beginAttempt(attempt: Attempt) {
    const decision = this.attempts.begin(attempt);
    if (decision.outcome === "stopped") this.alert("auth.accountLocked", stopOf(attempt));
    this.alarms.plan();
    return decision;
  }

  async refundAttempt(counted: readonly CounterKey[]): Promise<void> {
    this.attempts.refund(counted);
  }

  async succeedAttempt(counted: readonly CounterKey[], now: number): Promise<void> {
    this.attempts.succeed(counted, now);
  }

  async resetAttempts(account: string, trusted?: { address: string; now: number }): Promise<void> {
    this.attempts.reset(account, trusted);
    this.settleStops(account);
    this.alarms.plan();
  }

  async resetManyAttempts(accounts: readonly string[]): Promise<void> {
    for (const account of accounts) await this.resetAttempts(account);
  }

  async forgetAccount(account: string): Promise<void> {
    this.attempts.forget(account);
    this.settleStops(account);
  }

  async isTrusted(account: string, address: string, now: number) {
    return this.attempts.isTrusted(account, address, now);
  }

  async countUse(use: KeyUse) {
    const decision = this.keyUses.count(use);
    this.alarms.plan();
    return decision;
  }

  async countUseAt(cachedVersion: number, use: KeyUse | null) {
    const version = this.revocations.tenantVersion();
    return { version, decision: use !== null && version === cachedVersion ? await this.countUse(use) : null };
  }

  async remainingOf(keys: readonly CountedKey[], now: number) {
    return keys.map((key) => this.keyUses.remaining(key, now));
  }

  async beginCall(call: NewCall) {
    const begun = this.calls.begin(call);
    this.alarms.plan();
    return begun;
  }

  async endCall(call: Pick<NewCall, "id" | "requestId">, end: CallEnd): Promise<void> {
    this.calls.end(call, end);
  }

  async releaseCall(call: Pick<NewCall, "id" | "requestId">): Promise<void> {
    this.calls.release(call);
  }

  async countUsage(delivery: Delivery): Promise<void> {
    this.usage.count(delivery);
    if (delivery.tallies.some(({ counts }) => counts.events !== undefined)) this.expectEvents();
    const rollUp = this.usage.runIfDue();
    this.alarms.plan();
    await rollUp;
    this.alarms.plan();
  }

  async usageByHour(metric: CounterMetric, from: string, to: string) {
    return this.usage.byHour(metric, from, to);
  }

  async sealAll() {
    return await this.seals.sealAll();
  }

  async links(after: number, limit: number) {
    return this.seals.links(after, limit);
  }

  async archived() {
    return this.seals.archived();
  }

  async archive(last: ChainPosition, key: string): Promise<void> {
    this.seals.archive(last, key);
  }

  async startBackup(reason: BackupReason) {
    const id = await this.backup.start(reason);
    this.alarms.plan();
    return id;
  }

  async writeRevocations(): Promise<void> {
    await this.revocationList.run();
    this.alarms.plan();
  }

  async backupProgress() {
    return this.backup.progress;
  }

  async backupPage(table: string, page: Page, bounds: Bounds) {
    return await statePages(this.sql, bounds)(stateTable(table), page);
  }

  async restoreRows(rows: readonly TableRow[]): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const { table, row } of rows) insertRow(this.sql, stateTable(table).name, row);
    });
  }

  async deliveries(query: DeliveryQuery) {
    return await this.webhooks.deliveries(query);
  }

  async failingSince(webhookIds: readonly string[]) {
    return await this.webhooks.failingSince(webhookIds);
  }

  async sendTest(webhookId: string, event: Omit<LiveEvent, "seq">) {
    const delivery = await this.webhooks.sendTest(webhookId, event);
    this.alarms.plan();
    return delivery;
  }

  async endDeliveries(webhookId: string): Promise<void> {
    await this.webhooks.endDeliveries(webhookId);
  }

  async replay(replay: Replay) {
    return await this.webhooks.replay(replay);
  }

  async registerConnection(connection: Connection): Promise<void> {
    this.connections.register(connection);
    this.alarms.plan();
  }

  async cutOff(ids: readonly string[], inMs: number): Promise<void> {
    await this.connections.cutOff(ids, inMs);
    this.alarms.plan();
  }

  async cutOffAll(): Promise<void> {
    await this.connections.cutOffAll();
    this.alarms.plan();
  }

  async endConnections(ids: readonly string[], at: number): Promise<void> {
    this.events.end(ids, at);
    this.alarms.plan();
  }

  async admitSubscriber(ticketHash: string, credentials: ConnectionCredentials, subscription: EventSubscription) {
    // Seals earlier events first, so that the subscription starts after them.
    const { links } = await this.seals.sealAll();
    return this.events.admit(ticketHash, credentials, subscription, links);
  }

  async eventsAfter(subscription: EventSubscription, limit: number) {
    const { links } = await this.seals.sealAll();
    return this.events.page(subscription, limit, links);
  }

  override async fetch(request: Request): Promise<Response> {
    const { 0: client, 1: server } = new WebSocketPair();
    const isOpen = this.events.open(request.headers.get("x-ticket") ?? "", server, this.seals.newest);
    if (!isOpen) return new Response(null, { status: 404 });
    this.expectEvents();
    this.alarms.plan();
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void {
    if (typeof message === "string") this.events.receive(socket, message, this.seals.newest);
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }

  async clear(): Promise<void> {
    this.events.endAll("The tenant was removed.");
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  async restart(): Promise<void> {
    this.ctx.abort("The tenant was removed.");
  }

  /** Settles the alerts of an account that may be tried again, so that the next stop raises a new one. */
  private settleStops(account: string): void {
    for (const kind of ["password", "code"] satisfies AttemptKind[]) this.alerts.settle(stopOf({ kind, account }));
  }

  /** Raises an alert and writes it to the tenant's log: now if possible, and by the alarm in any case. */
  private alert(event: string, reason: string): void {
    if (!this.alerts.raise(event, reason)) return;
    this.ctx.waitUntil(this.writeAlerts().catch(() => undefined));
  }

  private async writeAlerts(): Promise<void> {
    await this.alerts.run();
    this.expectEvents();
    this.alarms.plan();
  }

  /** Sends webhooks beside the other jobs: a receiver that hangs must delay no email. Leases cover an eviction meanwhile. */
  private sendWebhooks(): void {
    const sending = this.webhooks.run().finally(() => this.alarms.plan());
    this.ctx.waitUntil(sending.catch((error: unknown) => log("error", "Webhooks were not sent.", { error })));
  }

  /** Schedules sealing of events: now if subscribers wait for them, and by the alarm in any case. */
  private expectEvents(): void {
    this.seals.scheduleSeal();
    if (this.events.waiting) this.ctx.waitUntil(this.seals.run().catch(() => undefined));
  }
}

/** Key of the alert that attempts at an account are stopped until its user resets the password. */
function stopOf({ kind, account }: Pick<Attempt, "kind" | "account">): string {
  return `stopped ${kind} ${account}`;
}

function now(): number {
  return systemClock.now().getTime();
}
