import { failureText } from "./database.ts";
import { currentRequestId } from "./request-scope.ts";

/** `warn` for what is tried again without anybody's help, `error` for what an operator has to look at. */
export type LogLevel = "info" | "warn" | "error";

/** All fields of a record, except its level and message. Never a secret, an email or an IP address. */
export interface LogFields {
  /** Defaults to the present request's. */
  readonly requestId?: string;
  readonly tenantId?: string | null;
  /** The path of a procedure or route. */
  readonly procedure?: string;
  readonly durationMs?: number;
  /** Trace of the request, in hexadecimal. */
  readonly traceId?: string | undefined;
  readonly method?: string;
  /** Pattern of the request's path. */
  readonly route?: string;
  /** Status of the response. */
  readonly status?: number;
  /** Version of the SDK that sent the request. */
  readonly client?: string | undefined;
  /** Kind of the caller. */
  readonly caller?: string | undefined;
  /** Number of the request's calls, and of those that failed. */
  readonly callCount?: number;
  readonly failureCount?: number;
  /** What was thrown. Its stack is logged, without the parameters of a database statement. */
  readonly error?: unknown;
  /** Code of an error. */
  readonly code?: string;
  /** What is wrong with a setting, a component or stored data. */
  readonly problem?: string | undefined;
  readonly problems?: readonly string[];
  /** A scheduled job and what it counted. */
  readonly job?: string;
  readonly counts?: object;
  /** A component of the service. */
  readonly part?: string;
  /** Id of the row or key that the record is about. */
  readonly id?: string;
  /** Kind of an email, and its attempts so far. */
  readonly kind?: string;
  readonly attemptCount?: number;
  readonly failure?: string;
  /** A WebSocket's stream. */
  readonly stream?: string;
  /** Of an audit event. */
  readonly event?: string;
  readonly actor?: string | null | undefined;
  readonly subject?: string | null;
  readonly outcome?: string;
}

/** The names of `LogFields`. Whatever else an object has is left out, so that nothing gets into a log by accident. */
const FIELDS: Readonly<Record<keyof LogFields, 0>> = {
  requestId: 0,
  tenantId: 0,
  procedure: 0,
  durationMs: 0,
  traceId: 0,
  method: 0,
  route: 0,
  status: 0,
  client: 0,
  caller: 0,
  callCount: 0,
  failureCount: 0,
  error: 0,
  code: 0,
  problem: 0,
  problems: 0,
  job: 0,
  counts: 0,
  part: 0,
  id: 0,
  kind: 0,
  attemptCount: 0,
  failure: 0,
  stream: 0,
  event: 0,
  actor: 0,
  subject: 0,
  outcome: 0,
};

/**
 * Logs one record as a line of JSON, for `wrangler tail`, Workers Logs and Logpush. Nothing else in the Worker writes to the
 * console. `message` is a constant sentence to search for: whatever varies is a field.
 *
 * @example log("error", "An audit event was not written.", { tenantId, error });
 */
export function log(level: LogLevel, message: string, fields: LogFields = {}): void {
  const record: Record<string, unknown> = { level, message };
  const requestId = fields.requestId ?? currentRequestId();
  if (requestId !== "") record.requestId = requestId;
  for (const [name, value] of Object.entries(fields)) {
    if (!Object.hasOwn(FIELDS, name) || value === undefined || value === null) continue;
    record[name] = name === "error" ? failureText(value) : value;
  }
  console[level](JSON.stringify(record));
}
