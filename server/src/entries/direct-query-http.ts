import { TRPC_ERROR_CODES_BY_KEY } from "@trpc/server/rpc";
import { KEY_HEADER } from "../idempotency/key.ts";
import { bodyTooLarge, maxBodyOf } from "../pipeline/body-limit.ts";
import { CLIENT_HEADER, clientWarning, WARNING_HEADER } from "../pipeline/client-version.ts";
import { readPage, type Visit } from "../pipeline/context.ts";
import { ANY_ORIGIN, corsHeaders } from "../pipeline/cors.ts";
import { readDocument } from "../pipeline/document.ts";
import { mapError, shapeOf, toTrpcError } from "../pipeline/error-shape.ts";
import type { DirectQuery } from "../pipeline/procedure.ts";
import { transformer } from "../pipeline/transformer.ts";
import type { Defer } from "../ports/time.ts";
import { AppError, retryAfter } from "../shared/errors/app-error.ts";
import type { BrowserRequest } from "../shared/same-site.ts";
import { type DirectCall, findDirectQuery, runDirectQuery } from "./direct-query.ts";

/** Bytes of a body that is read before its caller is known. Larger ones go through tRPC. */
const MAX_DIRECT_BODY = 1024 * 1024;

/** A protocol of calls over HTTP. */
export interface Protocol {
  /** The input in the JSON document of a body. */
  inputOf(document: unknown): unknown;
  bodyOf(output: unknown): unknown;
  refusalOf(error: AppError, visit: Visit): Refusal;
}

/** The response to an error of a call. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** tRPC's protocol, with superjson's documents. */
export const TRPC_PROTOCOL: Protocol = {
  inputOf: transformer.input.deserialize,
  bodyOf: (output) => ({ result: { data: transformer.output.serialize(output) } }),
  refusalOf: (error, { info }) => {
    const { code } = toTrpcError(error);
    const shape = shapeOf({ code: TRPC_ERROR_CODES_BY_KEY[code] }, toTrpcError(error), info.id);
    const headers = { "content-type": JSON_TYPE, ...retryAfter([error]) };
    return { status: shape.data.httpStatus, body: { error: transformer.output.serialize(shape) }, headers };
  },
};

const JSON_TYPE = "application/json";

/** Headers of every response: see `handle`. At once, because each header that is set by itself takes time. */
const OWN_HEADERS = [
  ["cache-control", "no-store"],
  ["x-content-type-options", "nosniff"],
] as const;

/** A request for one query. */
interface DirectRequest {
  readonly query: DirectQuery;
  readonly path: string;
  readonly bytes: number;
}

/** The query of a request that is sent as the SDK sends one call: a POST of JSON, without a query string. */
export function readDirectQuery(request: Request, path: string, search: string): DirectRequest | undefined {
  const query = findDirectQuery(path);
  if (query === undefined || search !== "" || request.method !== "POST") return undefined;
  const { headers } = request;
  const length = headers.get("content-length") ?? "";
  const isPlain = headers.get("content-type") === JSON_TYPE && !headers.has(KEY_HEADER);
  const isShort = /^[1-9]\d{0,6}$/.test(length) && Number(length) <= MAX_DIRECT_BODY;
  return isPlain && isShort ? { query, path, bytes: Number(length) } : undefined;
}

/** Answers one query in a protocol. */
export async function answerDirectQuery(
  visit: Visit,
  { query, path, bytes }: DirectRequest,
  protocol: Protocol,
  defer: Defer,
): Promise<Response> {
  const { request, info } = visit;
  const answer = new Headers();
  let page: BrowserRequest | undefined;
  const call: DirectCall = {
    ...{ query, path, answer, input: await readInput(request, protocol) },
    page: async (status) => {
      page = await readPage(visit, status);
      return page;
    },
    admit: (context) => {
      const maximum = maxBodyOf(context.caller);
      if (bytes > maximum) throw bodyTooLarge(maximum);
      return context;
    },
  };
  const {
    status,
    body,
    headers: more,
  } = await runDirectQuery(visit, call, defer).then(
    (output) => ({ status: 200, body: protocol.bodyOf(output), headers: { "content-type": JSON_TYPE } }),
    (thrown: unknown) => protocol.refusalOf(mapError(thrown, info.id, path), visit),
  );
  const own = [...OWN_HEADERS, ["x-request-id", info.id]];
  const headers = [...own, ...callHeaders(request, page), ...answer, ...Object.entries(more)];
  return new Response(JSON.stringify(body), { status, headers: headers as [string, string][] });
}

/** Errors are values here. */
async function readInput(request: Request, protocol: Protocol): Promise<DirectCall["input"]> {
  try {
    const text = readDocument(await request.arrayBuffer());
    return { value: protocol.inputOf(JSON.parse(text)) ?? {} };
  } catch (error) {
    if (error instanceof AppError) return { error };
    if (error instanceof SyntaxError) return { error: new AppError("invalid_json") };
    throw error;
  }
}

/** The headers that every response to a call has. */
export function callHeaders(request: Request, page: BrowserRequest | undefined): [string, string][] {
  const cors = Object.entries(page === undefined ? ANY_ORIGIN : corsHeaders(page));
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  const warnings: [string, string][] = warning === undefined ? [] : [[WARNING_HEADER, warning]];
  return [...cors, ["vary", "Origin"], ...warnings];
}
