import * as z from "zod";
import { appErrorOf } from "../../pipeline/error-shape.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import { decodeToken, encodeToken, readPageSize } from "./continuation-token.ts";
import type { OpenFgaCall } from "./openfga-call.ts";
import { type CodesOfCall, OpenFgaError } from "./openfga-error.ts";
import { tupleKeyOf } from "./request-fields.ts";

/** Changes that are read at a time, also where only some of them are of the requested type. */
const PAGE = 100;
/** Pages that one request reads. If they have fewer changes of the type than requested, its token continues after them. */
const MAX_PAGES = 20;

/** The codes of changes: those that aren't kept any more have no token. */
export const CHANGES_CODES: CodesOfCall = { revision_not_found: "invalid_continuation_token" };

/** A position in the log: a page, by revision or by cursor, and the number of its changes that were read. */
const position = z.object({
  type: z.string(),
  after: z.string().max(16),
  cursor: z.string().nullable(),
  skip: z.int().min(0).max(PAGE),
});
type Position = z.output<typeof position>;

interface Request {
  readonly from: Position | undefined;
  readonly type: string;
  readonly size: number;
  readonly startTime: number | undefined;
}

/** Lists changes of tuples in their order. The token of the last page lists later changes. */
export async function readChanges(call: OpenFgaCall): Promise<Response> {
  let request: Request | undefined;
  const read = () => {
    request ??= readRequest(call);
    return request;
  };
  const changes: unknown[] = [];
  let at: Position | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const { items, nextCursor, start } = await pageOf(call, read, at);
    const { type, size, startTime } = read();
    let index = start.skip;
    for (; index < items.length && changes.length < size; index++) {
      const item = items[index];
      if (item === undefined || item.tuple === null || item.at.getTime() < (startTime ?? 0)) continue;
      if (type !== "" && !item.tuple.object.startsWith(`${type}:`)) continue;
      const operation = item.operation === "delete" ? "TUPLE_OPERATION_DELETE" : "TUPLE_OPERATION_WRITE";
      changes.push({ tuple_key: tupleKeyOf(item.tuple), operation, timestamp: item.at.toISOString() });
    }
    const isRead = index === items.length && nextCursor !== null;
    at = isRead ? { ...start, cursor: nextCursor, skip: 0 } : { ...start, skip: index };
    if (!isRead || changes.length === size) break;
  }
  return Response.json({ changes, continuation_token: encodeToken(at) });
}

async function pageOf(call: OpenFgaCall, read: () => Request, at: Position | undefined) {
  const attempt = async (after: string | undefined) => {
    let start: Position | undefined;
    const page = await call.run("authz.changes", () => {
      const { from, type } = read();
      start = at ?? from ?? { type, after: after ?? "0", cursor: null, skip: 0 };
      return { after: start.after, limit: PAGE, ...(start.cursor !== null && { cursor: start.cursor }) };
    });
    if (start === undefined) throw new Error("The input was not read.");
    return { ...page, start };
  };
  try {
    return await attempt(undefined);
  } catch (thrown) {
    // From a time on, history that isn't kept any more is not what the client is after.
    const error = appErrorOf(thrown);
    const { oldest } = error.details;
    const isRecent = error.code === "revision_not_found" && at === undefined && read().from === undefined;
    if (!isRecent || read().startTime === undefined || typeof oldest !== "number") throw explained(thrown, error);
    return await attempt(`${oldest}`);
  }
}

function explained(thrown: unknown, { code, details }: AppError): unknown {
  if (code !== "revision_not_found") return thrown;
  const message = `Changes up to revision ${details.oldest} are no longer kept: read the tuples, then request changes with a start_time`;
  return new OpenFgaError("invalid_continuation_token", message);
}

const TYPE = /^[^:#\s]{1,254}$/;

function readRequest(call: OpenFgaCall): Request {
  const type = call.queryField("type") ?? "";
  if (type !== "" && !TYPE.test(type)) throw new OpenFgaError("validation_error", "type: value is not a type");
  const from = decodeToken(call.queryField("continuation_token"), position);
  if (from !== undefined && from.type !== type) {
    const message = "The type in the querystring and the continuation token don't match";
    throw new OpenFgaError("query_string_type_continuation_token_mismatch", message);
  }
  const size = readPageSize(call.queryField("page_size"));
  return { from, type, size, startTime: readTime(call.queryField("start_time")) };
}

const time = z.iso.datetime({ offset: true });

function readTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!time.safeParse(text).success) throw new OpenFgaError("invalid_start_time", "Invalid start time");
  return Date.parse(text);
}
