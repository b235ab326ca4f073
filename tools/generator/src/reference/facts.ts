import { adminNeedText } from "../admin-need-text.ts";
import type { Contract, ProcedureContract } from "../contract.ts";

/** Facts about a procedure beside its request and response, as pairs of a label and a text. */
export function factsOf({
  type,
  caller,
  admin,
  rateLimit,
  audit,
  auditedOutcomes,
  errors,
}: ProcedureContract): [name: string, text: string][] {
  const retries =
    type === "query"
      ? "Safe: a query changes nothing."
      : "Safe with the same `idempotency-key`: the change is made once.";
  return [
    ["Callers", `${caller.join(", ")}.${admin === null ? "" : ` ${adminNeedText(admin)}`}`],
    ["Retries", retries],
    ["Rate limit", `\`${rateLimit}\`.`],
    ["Audit log", auditText(audit, auditedOutcomes)],
    ["Errors", errors.length === 0 ? "Those of any call." : `${codes(errors)}, and those of any call.`],
  ];
}

function auditText(audit: string, auditedOutcomes: "refused" | undefined): string {
  if (audit === "none") return "Not recorded.";
  return auditedOutcomes === "refused" ? `Refused calls are recorded as \`${audit}\`.` : `Recorded as \`${audit}\`.`;
}

/** Error codes as code, in a list. */
export function codes(errors: readonly string[]): string {
  return errors.map((code) => `\`${code}\``).join(", ");
}

type Chapter = readonly [title: string, ...paragraphs: string[]];

/** Facts about all procedures, as paragraphs of Markdown without links. */
export function generalOf({ commonErrors }: Pick<Contract, "commonErrors">): readonly Chapter[] {
  return [
    ...GENERAL,
    ["Errors", ERRORS, `Any call may fail with ${codes(commonErrors)}. Procedures name their other errors.`],
  ];
}

const ERRORS =
  "Every error is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail`, `code`, `action`, `docs`, `retryable`, `requestId` and `details`. Branch on `code`.";

const GENERAL: readonly Chapter[] = [
  [
    "Calls",
    "A call is `POST /v1/<procedure>` with the request as JSON and `content-type: application/json`. Without fields, send no body or `{}`. The response is JSON. Queries whose fields are few and not secret also take `GET`, with the fields in the query string.",
    "Times are RFC 3339 text with an offset, such as `2026-01-31T12:00:00Z`, in requests and responses.",
    "A request with unknown fields is refused. A response may have more fields, and a field more values, than this reference lists: ignore those that you don't know.",
    "A list returns `items` and `nextCursor`. Send it as `cursor` to get the next page; it is null on the last page.",
  ],
  [
    "Callers",
    "`anonymous` has no credentials. `publishable` and `secret` are API keys (`x-api-key`, or `Authorization: Bearer`). `user` is a signed-in user's access token, and `admin` that of a platform admin (both `Authorization: Bearer`). A restricted key may call what `secret` may call, if its scopes name the procedure. `platformKey` is a key of the platform, within its scopes.",
    "`x-tenant-id` names the tenant by id or slug, if neither key, token nor host does.",
  ],
  [
    "Rate limits",
    "Each class has a limit per minute: `credentials` 100, `standard` 6,000, `checks` 6,000,000. Calls with a secret, restricted or platform key count per key, and have 6,000 of `credentials`. Calls of users and admins count per user. Other calls count per tenant and IP address (IPv6 per /64).",
    "A call over the limit fails with `rate_limited` and a `retry-after` header. The headers `ratelimit` and `ratelimit-policy` show the limits of a plan or a key.",
  ],
  [
    "Retries",
    "Queries are safe to retry. Mutations take an `idempotency-key` header: a retry with the same key gets the first response and changes nothing.",
  ],
];
