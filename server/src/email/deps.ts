import type { Outbox } from "./email.ts";
import type { MailRecords } from "./email-queue.ts";
import type { MailTemplateStore } from "./template-store.ts";

/** What this family works with; `compose.ts` makes it. */
export interface EmailDeps {
  readonly mailTemplates: MailTemplateStore;
  /** The tenant's letters on their way, in its Durable Object. */
  outbox(tenantId: string): Outbox;
  /** What became of the tenant's letters. */
  mailRecords(tenantId: string): MailRecords;
}
