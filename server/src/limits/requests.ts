import { PAGE_CHARACTERS } from "../authz/limits.ts";
import { MAX_FORM } from "../entries/pages/account-pages.ts";
import { WINDOW } from "../events/event-feed.ts";
import { BOUNDS } from "../idempotency/call-store.ts";
import { MAX_KEY_LENGTH, MAX_KEYED_DEPTH, MIN_KEY_LENGTH } from "../idempotency/key.ts";
import { MAX_ANSWER_LENGTH } from "../idempotency/with-idempotency.ts";
import { MAX_CONNECTION_MS } from "../pipeline/admit-connection.ts";
import { MAX_BATCH_CALLS, MAX_BODY, MAX_BODY_OF_PEOPLE, MAX_FILE } from "../pipeline/body-limit.ts";
import { MAX_DOCUMENT_DEPTH, MAX_VALUES } from "../pipeline/document.ts";
import { DEFAULT_PAGE, MAX_CURSOR, MAX_PAGE } from "../pipeline/inputs.ts";
import { bytes, count, type LimitSection, row } from "./row.ts";

const MINUTE_MS = 60_000;

export const REQUESTS: readonly LimitSection[] = [
  {
    title: "Requests",
    rows: [
      row(
        "body of a secret or restricted key, or a platform admin",
        bytes(MAX_BODY),
        "body_too_large",
        "Split it; put large graphs into R2.",
      ),
      row(
        "body of a publishable key, a user or nobody",
        bytes(MAX_BODY_OF_PEOPLE),
        "body_too_large",
        "Split the batch.",
      ),
      row("form of a hosted page", bytes(MAX_FORM), "body_too_large", "Send the fields of the form only."),
      row(
        "file put at `/authz/graph.csv`",
        bytes(MAX_FILE),
        "body_too_large",
        "Split it, and merge the parts. Your Cloudflare plan may allow less.",
      ),
      row("calls in a batch", count(MAX_BATCH_CALLS), "batch_too_large", "Send several batches; the SDK does."),
      row(
        "lists and objects inside each other in an input",
        `${count(MAX_DOCUMENT_DEPTH)} levels`,
        "invalid_input",
        "Nest less. Free JSON has smaller bounds below.",
      ),
      row(
        "values in a body: lists, objects, texts, numbers; all calls of a batch together",
        count(MAX_VALUES),
        "invalid_input",
        "Send less at once.",
      ),
      row(
        "items on a page: `limit`",
        `1 to ${count(MAX_PAGE)}; defaults to ${count(DEFAULT_PAGE)}`,
        "invalid_input",
        "Follow `nextCursor`.",
      ),
      row(
        "contexts on a page of `authz.read` or `authz.changes`",
        `${count(PAGE_CHARACTERS)} characters`,
        null,
        "The page ends early; follow `nextCursor`.",
      ),
      row("a `cursor`", `${count(MAX_CURSOR)} characters`, "invalid_input", "Use a `nextCursor` as it was returned."),
      row(
        "text of any kind",
        "well-formed Unicode",
        "invalid_input",
        "Repair it: U+D800 to U+DFFF occur in pairs only.",
      ),
    ],
    after: ["A body without `content-length` is counted while it is read. Reading stops at the limit."],
  },
  {
    title: "Idempotency keys",
    rows: [
      row(
        "an idempotency key",
        `${count(MIN_KEY_LENGTH)} to ${count(MAX_KEY_LENGTH)} visible ASCII characters`,
        "idempotency_key_invalid",
        "Use a UUID.",
      ),
      row("input of a call with a key", `${count(MAX_KEYED_DEPTH)} levels`, "invalid_input", "Nest less."),
      row(
        "answer that is kept for repeats",
        `${count(MAX_ANSWER_LENGTH)} characters`,
        "idempotency_response_too_large",
        "Only a repeat fails; read what the first call changed.",
      ),
      row(
        "calls kept for a tenant's servers, and for everybody else",
        `${count(BOUNDS.records)} and ${bytes(BOUNDS.bytes)} each`,
        "rate_limited",
        `The oldest are dropped; none younger than ${BOUNDS.youngMs / MINUTE_MS} minutes. Wait when all are.`,
      ),
    ],
  },
  {
    title: "Connections",
    rows: [
      row(
        "duration of a WebSocket",
        `${MAX_CONNECTION_MS / MINUTE_MS} minutes`,
        null,
        "It closes with 1012; connect again.",
      ),
      row("events sent beyond those that you acknowledge", count(WINDOW), null, "Acknowledge them; the rest follow."),
    ],
  },
];
