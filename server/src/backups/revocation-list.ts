import type { AuditEvent } from "../audit/store.ts";
import { newId } from "../ports/ids.ts";
import { log } from "../ports/logger.ts";
import type { Job } from "../shared/alarms.ts";
import type { BackupFiles } from "./backup-files.ts";
import type { ChangedRow, ChangedRows } from "./changed-rows.ts";

const RETRY_MS = 60_000;
/** Users, keys and other objects of one file. */
const MAX_CHANGED = 500;

/** Events that change no user, key or tenant. Should one do so nevertheless, the schedule finds it. */
const WITHOUT_CHANGES = /^(?:auth\.(?:login|logout|refresh|sessions\..*)|authz\..*|audit\..*|calls\..*|emails\..*)$/;

/**
 * The revocation list of a tenant: the rows of users, their accounts and factors, keys, identity providers, email domains
 * and of the tenant itself, after each change. It is written to R2 within seconds. A restore applies it to an older backup, so that it never brings
 * back what was revoked, banned, rotated or deleted since.
 */
export class RevocationList implements Job {
  private readonly tenantId: string;
  private readonly now: () => number;
  private readonly files: BackupFiles | undefined;
  private readonly changed: ChangedRows;
  private next: number | undefined;

  constructor(
    { tenantId, now, files }: { tenantId: string; now: () => number; files: BackupFiles | undefined },
    changed: ChangedRows,
  ) {
    this.tenantId = tenantId;
    this.now = now;
    this.files = files;
    this.changed = changed;
  }

  /** Notes that these events may have changed rows. */
  note(events: readonly Pick<AuditEvent, "event" | "outcome">[]): void {
    const mayChange = ({ event, outcome }: Pick<AuditEvent, "event" | "outcome">) =>
      outcome === "ok" && !WITHOUT_CHANGES.test(event);
    if (events.some(mayChange)) this.next = Math.min(this.next ?? Number.POSITIVE_INFINITY, this.now());
  }

  due(): number | undefined {
    return this.files === undefined ? undefined : this.next;
  }

  /** Writes what has changed. A failure is repeated by the alarm, and by the schedule. */
  async run(): Promise<void> {
    if (this.files === undefined) return;
    this.next = undefined;
    try {
      await this.write(this.files);
    } catch (error) {
      const { tenantId } = this;
      log("error", "Changes of users and keys were not added to the revocation list.", { tenantId, error });
      this.next = this.now() + RETRY_MS;
    }
  }

  private async write(files: BackupFiles): Promise<void> {
    let pending: ChangedRow[];
    do {
      pending = await this.changed.list(this.tenantId, MAX_CHANGED);
      if (pending.length === 0) return;
      const rows = await this.changed.read(
        this.tenantId,
        pending.map(({ id }) => id),
      );
      await files.putRecords(this.tenantId, newId("rst", new Date(this.now())), rows);
      await this.changed.remove(this.tenantId, pending);
    } while (pending.length === MAX_CHANGED);
  }
}
