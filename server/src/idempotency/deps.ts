import type { CallRecords } from "./call-record.ts";

/** Dependencies of idempotency; `compose.ts` makes them. */
export interface IdempotencyDeps {
  /** Call records: a tenant's in its Durable Object, the platform's in an object of its own. */
  calls(objectName: string): CallRecords;
}
