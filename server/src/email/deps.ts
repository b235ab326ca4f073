import type { Outbox } from "./email.ts";
import type { EmailRecords } from "./email-queue.ts";
import type { EmailTemplateStore } from "./template-store.ts";

/** Dependencies of this family, composed in `compose.ts`. */
export interface EmailDeps {
  readonly emailTemplates: EmailTemplateStore;
  /** The tenant's email queue, in its Durable Object. */
  outbox(tenantId: string): Outbox;
  /** Delivery records of the tenant's emails. */
  emailRecords(tenantId: string): EmailRecords;
}
