import { EXPORTS } from "./names.ts";

const DAY_SECONDS = 24 * 60 * 60;

const rule = (id: string, prefix: string) => ({ id, enabled: true, conditions: { prefix } });
const after = (days: number) => ({ type: "Age", maxAge: days * DAY_SECONDS });

/** Lifecycle rules of a stack's bucket, in the form of R2's API. */
export const LIFECYCLE_RULES = [
  // As long as D1's own time travel.
  { ...rule("exports", EXPORTS), deleteObjectsTransition: { condition: after(30) } },
  // The audit log is stored for good, and is rarely read after a month.
  {
    ...rule("audit", "audit/"),
    storageClassTransitions: [{ storageClass: "InfrequentAccess", condition: after(30) }],
  },
  { ...rule("broken-uploads", ""), abortMultipartUploadsTransition: { condition: after(7) } },
];
