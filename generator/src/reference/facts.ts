import { adminNeedText } from "../admin-need-text.ts";
import type { ProcedureContract } from "../contract.ts";

/** What is to be known of a procedure beside what it takes and answers, as pairs of a word and what it means here. */
export function factsOf({ type, caller, admin, rateLimit, audit }: ProcedureContract): [name: string, text: string][] {
  const repeated =
    type === "query" ? "Read-only, safe to repeat." : "Changes data; repeat it with the same `idempotency-key`.";
  return [
    ["Callers", `${caller.join(", ")}.${admin === null ? "" : ` ${adminNeedText(admin)}`}`],
    ["Repeating", repeated],
    ["Rate limit", `\`${rateLimit}\`.`],
    ["Recorded", audit === "none" ? "Not in the audit log." : `As \`${audit}\` in the audit log.`],
  ];
}

/** What holds for every procedure, as paragraphs of Markdown, without links. */
export const GENERAL: readonly (readonly [title: string, ...paragraphs: string[]])[] = [
  [
    "Calls",
    'A call is `POST /trpc/<procedure>` with `content-type: application/json` and the input in `json`: `{ "json": <input> }`. Without an input, send no body, `{}`, `{ "json": {} }` or `{ "json": null }`. The response is `{ "result": { "data": { "json": <output>, "meta"?: … } } }`.',
    "Times are RFC 3339 text with an offset, such as `2026-01-31T12:00:00Z`, in inputs and responses. `meta` marks the times of a response for superjson, so that the SDK returns a `Date` for each. Other clients ignore it.",
    'A batch has at most 100 calls: `POST /trpc/<procedure>,<procedure>?batch=1` with the bodies in an object by number, `{ "0": …, "1": … }`. The response is a list in the same order, with status 207 if the results differ in status.',
    "Unknown input fields are refused. Responses may gain fields, and fields may gain values: ignore what you don't know.",
  ],
  [
    "Callers",
    "`anonymous` is a caller without credentials; `publishable` and `secret` are API keys (`x-api-key`, or `Authorization: Bearer`); `user` is a signed-in user's access token, and `admin` that of a platform admin (both `Authorization: Bearer`). A restricted key may call what `secret` may, within its scopes.",
    "`x-tenant-id` names the tenant by id or slug if key, token and host don't.",
  ],
  [
    "Rate limits",
    "Each class has a limit per minute: `credentials` 100, `standard` 6,000, `checks` 6,000,000. Calls with a secret or restricted key count by key, with 6,000 for `credentials`. Calls of users and admins count by user. Calls with a publishable key or without credentials count by IP address (IPv6 by /64) and tenant.",
    "A refused call fails with `rate_limited` and the header `retry-after`. The headers `ratelimit` and `ratelimit-policy` show the limits of the plan or key.",
  ],
  [
    "Repeating",
    "Queries are safe to repeat. Mutations accept an `idempotency-key` header: a repeat with the same key returns the first response and changes nothing.",
  ],
  [
    "Errors",
    'An error of any route is `{ "error": { "json": { "message", "data": { "code", "httpStatus", "action", "retryable", "requestId", "details" } } } }`; branch on `data.code`. Procedures add `code` beside `message`, the number of JSON-RPC. Every procedure may fail with `invalid_input`, `unauthenticated`, `forbidden`, `rate_limited` and `internal_error`.',
  ],
];
