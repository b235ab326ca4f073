import { BoundedRequest, MAX_BODY, maxBodyOf } from "../pipeline/body-limit.ts";
import { createContext, readIdempotency, readPage, type Visit } from "../pipeline/context.ts";
import { ANY_ORIGIN, preflight } from "../pipeline/cors.ts";
import { requireUtf8Encoded } from "../pipeline/document.ts";
import { mapError } from "../pipeline/error-shape.ts";
import type { Defer } from "../ports/time.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { definitionOf } from "../shared/errors/catalog.ts";
import { problemHeaders, problemOf, problemResponse } from "../shared/errors/problem.ts";
import { answerDirectQuery, callHeaders, type Protocol, readDirectQuery } from "./direct-query-http.ts";
import { plainDocument, readJson } from "./json-body.ts";
import { callProcedure, procedureType } from "./procedures.ts";
import { queryInput, takesGet } from "./query-input.ts";
import { noteRoute } from "./route.ts";

/** The path below which every procedure has its own: `POST /v1/{procedure}`. */
export const PLAIN = "/v1";

/** Plain JSON: the input and the output themselves, and errors as problems (RFC 9457). */
const PROTOCOL: Protocol = {
  inputOf: plainDocument,
  bodyOf: (output) => output,
  refusalOf: (error, { info, url }) => ({
    status: definitionOf(error.code).status,
    body: problemOf(error, info.id, url.origin),
    headers: problemHeaders(error),
  }),
};

/** Answers a call of plain HTTP: `POST /v1/{procedure}`, for short queries also `GET`. */
export async function answerPlain(visit: Visit, defer: Defer): Promise<Response> {
  noteRoute(`${PLAIN}/{procedure}`);
  const { request, url, info } = visit;
  const path = url.pathname.slice(PLAIN.length + 1);
  const query = readDirectQuery(request, path, url.search);
  if (query !== undefined) return await answerDirectQuery(visit, query, PROTOCOL, defer);
  const answer = new Headers();
  let cors: [string, string][] = Object.entries(ANY_ORIGIN);
  let response: Response;
  try {
    const page = await readPage(visit);
    if (request.method === "OPTIONS") return preflight(page, request.headers);
    cors = callHeaders(request, page);
    requireMethod(path, request.method);
    const idempotency = readIdempotency(request, 1, defer);
    const output = await callPlain(visit, path, async (bounded) => {
      const context = await createContext(visit, page, { answer, idempotency });
      bounded.lowerTo(maxBodyOf(context.caller));
      return context;
    });
    response = Response.json(output);
  } catch (thrown) {
    response = problemResponse(mapError(thrown, info.id, path), { id: info.id, origin: url.origin });
  }
  for (const [name, value] of [...cors, ...answer]) response.headers.append(name, value);
  return response;
}

type ContextOf = (bounded: BoundedRequest) => ReturnType<typeof createContext>;

/** Identifies the caller before it reads the body, whose size the caller decides. */
async function callPlain({ request, url }: Visit, path: string, contextOf: ContextOf): Promise<unknown> {
  const bounded = new BoundedRequest(request, MAX_BODY);
  const context = await contextOf(bounded);
  return await callProcedure(context, path, async () => {
    requireUtf8Encoded(url.search);
    return request.method === "GET" ? queryInput(path, url.searchParams) : await bodyInput(bounded.request, url);
  });
}

/** Throws `procedure_not_found` and `method_not_allowed`. */
function requireMethod(path: string, method: string): void {
  procedureType(path);
  const allowed = takesGet(path) ? ["POST", "GET"] : ["POST"];
  if (allowed.includes(method)) return;
  const message = `${path} takes ${allowed.join(" and ")}.`;
  throw new AppError("method_not_allowed", { allowed }, message);
}

/** The input in a body; undefined where there is none. */
async function bodyInput(request: Request, { searchParams }: URL): Promise<unknown> {
  const [stray] = searchParams.keys();
  if (stray !== undefined) throw invalid(stray, "Write the fields of a POST in its body, not in the URL.");
  return await readJson(request);
}

function invalid(path: string, message: string): AppError {
  return new AppError("invalid_input", { issues: [{ path, message }] });
}
