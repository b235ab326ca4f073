import { PAGE_CHARACTERS } from "../authz/limits.ts";
import { MAX_FORM } from "../entries/pages/forms.ts";
import { WINDOW } from "../events/event-feed.ts";
import { PARTITION_LIMITS } from "../idempotency/call-store.ts";
import { MAX_INPUT_DEPTH, MAX_KEY_LENGTH, MIN_KEY_LENGTH } from "../idempotency/key.ts";
import { MAX_RESPONSE_LENGTH } from "../idempotency/with-idempotency.ts";
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
        "request body of a secret, restricted or platform key, or a platform admin",
        bytes(MAX_BODY),
        "body_too_large",
        "Split the request; upload large graphs to R2.",
      ),
      row(
        "request body of a publishable key, a user or an anonymous caller",
        bytes(MAX_BODY_OF_PEOPLE),
        "body_too_large",
        "Split the request or the batch.",
      ),
      row("form body of a hosted page", bytes(MAX_FORM), "body_too_large", "Send only the fields of the form."),
      row(
        "file of `PUT /authz/graph.csv`",
        bytes(MAX_FILE),
        "body_too_large",
        "Split the file and import the parts. Your Cloudflare plan may allow less.",
      ),
      row("calls per batch", count(MAX_BATCH_CALLS), "batch_too_large", "Send several batches; the SDK does."),
      row(
        "nesting of lists and objects in an input",
        `${count(MAX_DOCUMENT_DEPTH)} levels`,
        "invalid_input",
        "Flatten the input. Free-form JSON has lower limits, listed below.",
      ),
      row(
        "values per request body, including lists and objects, summed over a batch",
        count(MAX_VALUES),
        "invalid_input",
        "Split the request.",
      ),
      row(
        "items per page (`limit`)",
        `1 to ${count(MAX_PAGE)}; defaults to ${count(DEFAULT_PAGE)}`,
        "invalid_input",
        "Follow `nextCursor`.",
      ),
      row(
        "contexts per page of `authz.read` and `authz.changes`",
        `${count(PAGE_CHARACTERS)} characters`,
        null,
        "The page is shorter; follow `nextCursor`.",
      ),
      row("`cursor`", `${count(MAX_CURSOR)} characters`, "invalid_input", "Send a `nextCursor` unchanged."),
      row("any text", "well-formed Unicode", "invalid_input", "Remove lone surrogates (U+D800 to U+DFFF)."),
    ],
    after: ["A body without `content-length` is measured while it is read. Reading stops at the limit."],
  },
  {
    title: "Idempotency keys",
    rows: [
      row(
        "idempotency key",
        `${count(MIN_KEY_LENGTH)} to ${count(MAX_KEY_LENGTH)} visible ASCII characters`,
        "idempotency_key_invalid",
        "Use a UUID.",
      ),
      row(
        "nesting of an input with an idempotency key",
        `${count(MAX_INPUT_DEPTH)} levels`,
        "invalid_input",
        "Flatten the input.",
      ),
      row(
        "response that is stored for replays",
        `${count(MAX_RESPONSE_LENGTH)} characters`,
        "idempotency_response_too_large",
        "The first call succeeds and replays fail; read what was changed.",
      ),
      row(
        "stored calls per tenant: one limit for its servers, one for all other callers",
        `${count(PARTITION_LIMITS.records)} and ${bytes(PARTITION_LIMITS.bytes)} each`,
        "rate_limited",
        `Wait for \`Retry-After\`. The oldest calls are evicted, but none younger than ${PARTITION_LIMITS.minAgeMs / MINUTE_MS} minutes.`,
      ),
    ],
  },
  {
    title: "Connections",
    rows: [
      row(
        "duration of a WebSocket connection",
        `${MAX_CONNECTION_MS / MINUTE_MS} minutes`,
        null,
        "The connection closes with code 1012; connect again.",
      ),
      row("unacknowledged events on a stream", count(WINDOW), null, "Acknowledge events to receive more."),
    ],
  },
];
