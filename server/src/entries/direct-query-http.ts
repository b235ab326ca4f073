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

/** Headers of every response: see `handle`. At once, because each header that is set by itself takes time. */
const OWN_HEADERS = [
  ["content-type", "application/json"],
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
  const isPlain = headers.get("content-type") === "application/json" && !headers.has(KEY_HEADER);
  const isShort = /^[1-9]\d{0,6}$/.test(length) && Number(length) <= MAX_DIRECT_BODY;
  return isPlain && isShort ? { query, path, bytes: Number(length) } : undefined;
}

/** Answers one query in tRPC's HTTP protocol. */
export async function answerDirectQuery(
  visit: Visit,
  { query, path, bytes }: DirectRequest,
  defer: Defer,
): Promise<Response> {
  const { request, info } = visit;
  const answer = new Headers();
  let page: BrowserRequest | undefined;
  const call: DirectCall = {
    ...{ query, path, answer, input: await readInput(request) },
    page: async (status) => {
      page = await readPage(visit, status);
      return page;
    },
    requireSize: (caller) => {
      if (bytes > maxBodyOf(caller)) throw bodyTooLarge(maxBodyOf(caller));
    },
  };
  const { status, body } = await runDirectQuery(visit, call, defer).then(
    (output) => ({ status: 200, body: { result: { data: transformer.output.serialize(output) } } }),
    (thrown: unknown) => refusal(mapError(thrown, info.id, path), info.id, answer),
  );
  const headers = [...OWN_HEADERS, ["x-request-id", info.id], ...callHeaders(request, page), ...answer];
  return new Response(JSON.stringify(body), { status, headers: headers as [string, string][] });
}

/** Errors are values here. */
async function readInput(request: Request): Promise<DirectCall["input"]> {
  try {
    const text = readDocument(await request.arrayBuffer());
    return { value: transformer.input.deserialize(JSON.parse(text)) ?? {} };
  } catch (error) {
    if (error instanceof AppError) return { error };
    if (error instanceof SyntaxError) return { error: new AppError("invalid_json") };
    throw error;
  }
}

/** The response to an error of a call, as tRPC makes it. */
function refusal(error: AppError, requestId: string, headers: Headers) {
  for (const [name, value] of Object.entries(retryAfter([error]))) headers.set(name, value);
  const { code } = toTrpcError(error);
  const shape = shapeOf({ code: TRPC_ERROR_CODES_BY_KEY[code] }, toTrpcError(error), requestId);
  return { status: shape.data.httpStatus, body: { error: transformer.output.serialize(shape) } };
}

/** The headers that every response to a call has. */
export function callHeaders(request: Request, page: BrowserRequest | undefined): [string, string][] {
  const cors = Object.entries(page === undefined ? ANY_ORIGIN : corsHeaders(page));
  const warning = clientWarning(request.headers.get(CLIENT_HEADER));
  const warnings: [string, string][] = warning === undefined ? [] : [[WARNING_HEADER, warning]];
  return [...cors, ["vary", "Origin"], ...warnings];
}
