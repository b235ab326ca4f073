import { adminNeedText } from "../admin-need-text.ts";
import type { ProcedureContract } from "../contract.ts";

/** What is to be known of a procedure beside what it takes and answers, as pairs of a word and what it means here. */
export function factsOf({ type, caller, admin, rateLimit, audit }: ProcedureContract): [name: string, text: string][] {
  const repeated =
    type === "query"
      ? "Reads only, so it may be repeated."
      : "Changes something: repeat it with the same `idempotency-key`.";
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
    'A call is `POST /trpc/<procedure>` with `content-type: application/json` and the input in `json`: `{ "json": <input> }`. Without an input, send no body, `{}`, `{ "json": {} }` or `{ "json": null }`. The answer is `{ "result": { "data": { "json": <output>, "meta"?: … } } }`.',
    "Times are RFC 3339 text with an offset, such as `2026-01-31T12:00:00Z`, in inputs and answers. `meta` names those of an answer for superjson, so that the SDK can make a `Date` of each; other clients ignore it.",
    'Several calls may go as one: `POST /trpc/<procedure>,<procedure>?batch=1` with the bodies in an object by number, `{ "0": …, "1": … }`, 100 at most. The answer is a list in the same order, with status 207 where not all ended alike.',
    "Unknown fields of an input are refused. An answer may have more fields, and a field more values, than stand here: be ready for both.",
  ],
  [
    "Callers",
    "`anonymous` is nobody; `publishable` and `secret` are API keys (`x-api-key`, or `Authorization: Bearer`); `user` is a signed-in user's access token, and `admin` that of a platform admin (both `Authorization: Bearer`). What `secret` may call, a restricted key may whose scopes name it.",
    "`x-tenant-id` names the tenant, by id or slug, where key, token and host do not.",
  ],
  [
    "Rate limits",
    "Each class has a limit a minute: `credentials` 100, `standard` 6,000, `checks` 6,000,000. Calls with a secret or restricted key count by the key, and have 6,000 of `credentials`; calls of users and admins count by the user; calls with a publishable key, or without credentials, by IP address (IPv6 by /64) and tenant.",
    "A refusal is `rate_limited` with `retry-after`; `ratelimit` and `ratelimit-policy` say how it stands with the limits of a plan or a key.",
  ],
  [
    "Repeating",
    "What only reads may be repeated. What changes something takes an `idempotency-key` header: a repetition with the same key is answered as the first was, and does nothing more.",
  ],
  [
    "Errors",
    'An error of any route is `{ "error": { "json": { "message", "data": { "code", "httpStatus", "action", "retryable", "requestId", "details" } } } }`; branch on `data.code`. Procedures add `code` beside `message`, the number of JSON-RPC. Which codes a procedure can answer is not declared one by one: any may answer `invalid_input`, `unauthenticated`, `forbidden`, `rate_limited` and `internal_error`.',
  ],
];
