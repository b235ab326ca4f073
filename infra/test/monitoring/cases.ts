import type { LogRecord } from "../../src/monitoring/record.ts";
import { invocation, logged, request, times } from "./records.ts";

/** Records that make a monitor fire, and sets of records at each of which it stays silent although they resemble the others. */
export interface Case {
  readonly fires: readonly LogRecord[];
  readonly silent: readonly (readonly LogRecord[])[];
}

type Fields = LogRecord["fields"];

interface Burn {
  readonly total: Fields;
  readonly bad: Fields;
  /** Bad requests of 1,000 at which the fast, the steady and the slow alert fire. */
  readonly counts: readonly [number, number, number];
}

/**
 * The alerts on one objective. Each is silent one bad request below its burn rate, and at any number of bad requests
 * that are in its long window only: the fault has ended.
 */
function burnCases(slo: string, { total, bad, counts: [fast, steady, slow] }: Burn): Readonly<Record<string, Case>> {
  const mixed = (count: number, minutesAgo: number) => [
    ...times(count, request({ ...total, ...bad }, minutesAgo)),
    ...times(1000 - count, request(total, minutesAgo)),
  ];
  const caseOf = (count: number, ended: number) => ({
    fires: mixed(count, 2),
    silent: [mixed(count - 1, 2), [...mixed(500, ended), ...times(1000, request(total, 2))]],
  });
  return {
    [`${slo}-fast-burn`]: caseOf(fast, 20),
    [`${slo}-steady-burn`]: caseOf(steady, 90),
    [`${slo}-slow-burn`]: caseOf(slow, 600),
  };
}

const login: Fields = { procedure: "auth.login" };

/** By the monitor's name. */
export const CASES: Readonly<Record<string, Case>> = {
  ...burnCases("availability", { total: {}, bad: { status: 503, outcome: "busy" }, counts: [15, 10, 10] }),
  ...burnCases("check-latency", { total: {}, bad: { durationMs: 251 }, counts: [145, 61, 11] }),
  ...burnCases("sign-in-latency", { total: login, bad: { durationMs: 1001 }, counts: [145, 61, 11] }),

  misconfigured: {
    fires: [logged("The service is misconfigured.", { problems: ["JWT_SECRET is missing."] })],
    silent: [[logged("The service is misconfigured.", {}, 6)]],
  },
  "component-unhealthy": {
    fires: times(3, logged("A component is unhealthy.", { part: "files" })),
    silent: [times(2, logged("A component is unhealthy.", { part: "files" }))],
  },
  "components-failing": {
    fires: [
      ...times(10, logged("A component failed during a request.")),
      ...times(9, logged("A cache in KV failed; the database answers.", { level: "warn" })),
      logged("A snapshot in R2 failed; the graph's object answers.", { level: "warn" }),
    ],
    silent: [times(19, logged("A component failed during a request."))],
  },
  "requests-crashing": {
    fires: times(5, invocation("fetch", "exceededMemory")),
    silent: [[...times(50, invocation("fetch")), ...times(50, invocation("jsrpc", "exception"))]],
  },
  "unexpected-errors": {
    fires: [logged("A request failed unexpectedly.", { procedure: "users.list", error: "TypeError" })],
    silent: [times(9, request({ status: 404, outcome: "user_not_found" }))],
  },
  "slow-requests": {
    fires: [...times(94, request()), ...times(6, request({ durationMs: 2001 }))],
    silent: [[...times(96, request()), ...times(4, request({ durationMs: 9000 }))]],
  },
  "idempotent-responses-lost": {
    fires: times(3, logged("The response of an idempotent call couldn't be stored.")),
    silent: [times(2, logged("The response of an idempotent call couldn't be stored."))],
  },

  "sign-in-failures": {
    fires: [
      ...times(101, request({ ...login, status: 401, outcome: "invalid_credentials" })),
      ...times(99, request(login)),
    ],
    silent: [
      [
        ...times(100, request({ ...login, status: 401, outcome: "invalid_credentials" })),
        ...times(100, request(login)),
      ],
    ],
  },
  "refused-credentials": {
    fires: [
      ...times(201, request({ status: 401, outcome: "key_invalid", procedure: "" })),
      ...times(799, request({ status: 401, outcome: "refresh_token_invalid" })),
    ],
    silent: [
      [...times(200, request({ status: 401, outcome: "key_invalid", procedure: "" })), ...times(800, request())],
      times(900, request({ status: 401, outcome: "token_expired", procedure: "" })),
    ],
  },
  "refresh-tokens-reused": {
    fires: times(20, request({ procedure: "auth.refresh", status: 401, outcome: "refresh_token_reused" })),
    silent: [times(90, request({ procedure: "auth.refresh", status: 401, outcome: "refresh_token_invalid" }))],
  },
  "audit-chain-broken": {
    fires: [logged("A tenant's audit chain is broken.")],
    silent: [[request({ procedure: "audit.export" })]],
  },
  "audit-events-lost": {
    fires: [logged("An audit event was not written.", { event: "users.delete" })],
    silent: [[logged("An audit event was not written.", {}, 16)]],
  },
  "security-emails-lost": {
    fires: [logged("The email about a leaked key couldn't be queued.", { id: "key_1" })],
    silent: [times(9, logged("An email was not sent.", { failure: "later" }))],
  },
  "signing-keys-lost": {
    fires: [scheduled({ job: "reencryptKeys", counts: { reencrypted: 3, left: 0, lost: ["kid"] } })],
    silent: [[scheduled({ job: "reencryptKeys", counts: { reencrypted: 4, left: 0, lost: [] } })]],
  },
  "secrets-overdue": {
    fires: times(2, logged("A secret is overdue for rotation.", { id: "jwtSecret", counts: { ageDays: 365 } })),
    silent: [times(1, logged("A secret is overdue for rotation.", { id: "jwtSecret", counts: { ageDays: 365 } }))],
  },
  "turnstile-unreachable": {
    fires: times(5, logged("Turnstile could not be reached.")),
    silent: [times(4, logged("Turnstile could not be reached."))],
  },
  "password-hashes-invalid": {
    fires: [logged("A stored password hash can't be verified.", { problem: "unknown" }, 59)],
    silent: [[logged("A stored password hash can't be verified.", { problem: "unknown" }, 60)]],
  },
  "password-hash-fallback": {
    fires: [logged("argon2id cannot be loaded; new password hashes are scrypt.")],
    silent: [[logged("A stored password hash can't be verified.")]],
  },
  "password-blocklist-unavailable": {
    fires: [logged("Common passwords are not refused.", { problem: "PASSWORD_BLOCKLIST is empty." })],
    silent: [[logged("A stored password hash can't be verified.")]],
  },

  "scheduled-jobs-failing": {
    fires: times(2, logged("A scheduled job failed.", { job: "purgeTenants" })),
    silent: [[logged("A scheduled job failed.", { job: "purgeTenants" })]],
  },
  "scheduled-jobs-missing": {
    fires: [logged("The scheduled jobs have run.", { level: "info" }, 30), ...times(100, request())],
    silent: [[logged("The scheduled jobs have run.", { level: "info" }, 29)]],
  },
  "alarms-failing": {
    fires: times(5, invocation("alarm", "exception")),
    silent: [[...times(4, invocation("alarm", "exception")), ...times(90, invocation("alarm"))]],
  },
  "emails-failing": {
    fires: times(10, logged("An email was not sent.", { failure: "later", code: "unreachable" })),
    silent: [times(15, logged("An email was not sent.", { failure: "refused", code: "MessageRejected" }))],
  },
  "emails-refused": {
    fires: times(20, logged("An email was not sent.", { failure: "refused", code: "MessageRejected" })),
    silent: [times(40, logged("An email was not sent.", { failure: "later", code: "unreachable" }))],
  },
  "webhooks-failing": {
    fires: [
      ...times(9, logged("A webhook was not sent because of an internal error.", { id: "whk_1" })),
      ...times(1, logged("Webhooks were not sent.")),
    ],
    silent: [times(9, logged("A webhook was not sent because of an internal error.", { id: "whk_1" }))],
  },
  "usage-delayed": {
    fires: [
      ...times(10, logged("Usage was not rolled up; the alarm repeats it.", { level: "warn" })),
      ...times(10, logged("Usage was not delivered; it will be sent again.", { level: "warn" })),
    ],
    silent: [times(19, logged("Usage was not delivered; it will be sent again.", { level: "warn" }))],
  },
  "backups-failing": {
    fires: [
      ...times(2, logged("A backup failed. It is repeated.", { level: "error" })),
      ...times(2, logged("Changes of users and keys were not added to the revocation list.", { level: "error" })),
      ...times(1, logged("Changes of a graph were not written to its backup.", { level: "error" })),
    ],
    silent: [times(4, logged("A backup failed. It is repeated.", { level: "error" }))],
  },
  "backups-overdue": {
    fires: times(3, logged("The last backup of a tenant is too old.", { level: "error" })),
    silent: [[scheduled({ job: "startBackups", counts: { started: 200 } })]],
  },
  "changes-pending": {
    fires: times(
      5,
      logged("A change has not reached the tenant's objects yet. The schedule will propagate it.", { level: "warn" }),
    ),
    silent: [[scheduled({ job: "reconcileTenants", counts: { reconciled: 9 } })]],
  },
  "subscribers-not-notified": {
    fires: times(50, logged("A subscriber could not be notified.", { level: "warn" })),
    silent: [times(49, logged("A subscriber could not be notified.", { level: "warn" }))],
  },
  "last-use-not-stored": {
    fires: times(20, logged("A time of last use was not stored.")),
    silent: [times(19, logged("A time of last use was not stored."))],
  },
};

/** What a scheduled job logs that has done work. */
function scheduled(fields: Fields): LogRecord {
  return logged("A scheduled job has done work.", { level: "info", ...fields });
}
