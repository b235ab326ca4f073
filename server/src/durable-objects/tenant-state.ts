import { DurableObject } from "cloudflare:workers";
import type { CountedKey, KeyUsage, KeyUse } from "../api-keys/key-use.ts";
import { KeyUseStore } from "../api-keys/key-use-store.ts";
import type { SealKeeper, Seals } from "../audit/seals.ts";
import { AttemptStore } from "../auth/attempt-store.ts";
import type { Attempt, AttemptCounter, CounterKey } from "../auth/attempts.ts";
import { RevocationList } from "../auth/revocation-list.ts";
import type { RevocationReason, Revocations, TokenMarks } from "../auth/revocations.ts";
import type { Connection, ConnectionRecords } from "../connections/connection.ts";
import type { ConnectionList } from "../connections/connection-list.ts";
import type { Letter, Outbox } from "../mail/letter.ts";
import type { LetterQuery } from "../mail/letter-store.ts";
import type { MailRecords, MailRoom } from "../mail/mail-room.ts";
import type { MailboxQuery } from "../mail/mailbox-store.ts";
import { systemClock } from "../ports/clock.ts";
import type { Clearable } from "../tenants/clearable.ts";
import type { Counted } from "../usage/metric.ts";
import type { Delivery, UsageLog } from "../usage/usage.ts";
import type { UsageCounter } from "../usage/usage-counter.ts";
import { Alarms } from "./alarms.ts";
import { tenantConnections } from "./tenant-connections.ts";
import { tenantMail } from "./tenant-mail.ts";
import { tenantSeals } from "./tenant-seals.ts";
import { tenantUsage } from "./tenant-usage.ts";

/**
 * One tenant's exact counters, what it has revoked, and its letters on their way; the object's name is the tenant's id.
 */
export class TenantState
  extends DurableObject<Env>
  implements
    AttemptCounter,
    Clearable,
    ConnectionRecords,
    KeyUsage,
    MailRecords,
    Outbox,
    Revocations,
    SealKeeper,
    UsageLog
{
  private readonly attempts: AttemptStore;
  private readonly keyUses: KeyUseStore;
  private readonly revocations: RevocationList;
  private readonly usage: UsageCounter;
  private readonly connections: ConnectionList;
  private readonly seals: Seals;
  private readonly mail: MailRoom;
  private readonly alarms: Alarms;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.attempts = new AttemptStore(ctx.storage.sql, systemClock);
    this.keyUses = new KeyUseStore(ctx.storage.sql, systemClock);
    this.revocations = new RevocationList(ctx.storage.sql);
    this.usage = tenantUsage(ctx.storage.sql, env, ctx.id.name ?? "");
    this.connections = tenantConnections(ctx.storage.sql, env);
    this.seals = tenantSeals(ctx.storage.sql, env, ctx.id.name ?? "");
    this.mail = tenantMail(ctx.storage.sql, env, ctx.id.name ?? "");
    const mail = { due: () => this.mail.due(), run: () => this.mail.run() };
    const { attempts, keyUses, usage, seals, connections } = this;
    // First what is done within the object, then what waits for others.
    this.alarms = new Alarms(ctx.storage, [attempts, keyUses, seals, connections, usage, mail]);
  }

  async post(letter: Letter): Promise<void> {
    await this.mail.post(letter);
    this.alarms.plan();
  }

  async postToNobody(letter: Letter): Promise<void> {
    await this.mail.postToNobody(letter);
    this.alarms.plan();
  }

  async letters(query: LetterQuery) {
    return await this.mail.letters(query);
  }

  async received(query: MailboxQuery) {
    const letters = await this.mail.received(query);
    this.alarms.plan();
    return letters;
  }

  override async alarm(): Promise<void> {
    await this.alarms.ring(() => systemClock.now().getTime());
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
    this.alarms.plan();
    return decision;
  }

  async returnAttempt(counted: readonly CounterKey[]): Promise<void> {
    this.attempts.giveBack(counted);
  }

  async succeedAttempt(counted: readonly CounterKey[], now: number): Promise<void> {
    this.attempts.succeed(counted, now);
  }

  async resetAttempts(account: string): Promise<void> {
    this.attempts.reset(account);
  }

  async countUse(use: KeyUse) {
    const decision = this.keyUses.count(use);
    this.alarms.plan();
    return decision;
  }

  async countUseAt(known: number, use: KeyUse | null) {
    const version = this.revocations.tenantVersion();
    return { version, decision: use !== null && version === known ? await this.countUse(use) : null };
  }

  async remainingOf(keys: readonly CountedKey[], now: number) {
    return keys.map((key) => this.keyUses.remaining(key, now));
  }

  async countUsage(delivery: Delivery): Promise<void> {
    this.usage.count(delivery);
    if (delivery.tallies.some(({ counts }) => counts.events !== undefined)) this.seals.expect();
    this.alarms.plan();
  }

  async usageByHour(metric: Counted, from: string, to: string) {
    return this.usage.byHour(metric, from, to);
  }

  async sealAll() {
    return await this.seals.sealAll();
  }

  async links(after: number, limit: number) {
    return this.seals.links(after, limit);
  }

  async noteConnection(connection: Connection): Promise<void> {
    this.connections.note(connection);
    this.alarms.plan();
  }

  async cutOff(ids: readonly string[], inMs: number): Promise<void> {
    await this.connections.cutOff(ids, inMs);
    this.alarms.plan();
  }

  async clear(): Promise<void> {
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  async restart(): Promise<void> {
    this.ctx.abort("The tenant was removed.");
  }
}
