import type { CallRecords } from "./call-record.ts";

/** What this family works with; `compose.ts` makes it. */
export interface IdempotencyDeps {
  /** Calls that may be repeated: at a tenant, in its Durable Object, and at the platform, in one of its own. */
  calls(objectName: string): CallRecords;
}
