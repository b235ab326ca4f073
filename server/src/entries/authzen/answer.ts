import type * as z from "zod";
import { BoundedRequest, MAX_BODY, maxBodyOf } from "../../pipeline/body-limit.ts";
import { createContext, readPage } from "../../pipeline/context.ts";
import { mapError } from "../../pipeline/error-shape.ts";
import { issuesOf } from "../../pipeline/input-issues.ts";
import { AppError, retryAfter } from "../../shared/errors/app-error.ts";
import { definitionOf } from "../../shared/errors/catalog.ts";
import { readJson } from "../json-body.ts";
import { callProcedure } from "../procedures.ts";
import type { Handler } from "../route.ts";
import { atTenant } from "../tenant-path.ts";

/** Calls a procedure of the API for the caller of the request. */
export type CallApi = (path: string, input: object) => Promise<unknown>;

/** A request, with the service's own id of it. */
interface Requested {
  readonly request: Request;
  readonly info: { readonly id: string };
}

const REQUEST_ID = "x-request-id";
/** Ids that fit into a header and a log. Others are replaced by the service's own. */
const CALLERS_ID = /^[\x21-\x7e]{1,200}$/;

/** Makes the handler of an endpoint: reads the request, calls the API through the pipeline, and answers in AuthZEN's form. */
export function endpoint<Input extends z.ZodType>(
  input: Input,
  work: (input: z.output<Input>, call: CallApi) => Promise<object>,
): Handler {
  return async (arrived, { tenant }) => {
    const visit = atTenant(arrived, tenant);
    const { request, info, url } = visit;
    const headers = headersOf(visit);
    try {
      const bounded = new BoundedRequest(request, MAX_BODY);
      const context = await createContext(visit, await readPage(visit), { answer: headers });
      bounded.lowerTo(maxBodyOf(context.caller));
      const parsed = input.safeParse(await readJson(bounded.request));
      if (!parsed.success) throw new AppError("invalid_input", { issues: issuesOf(parsed.error) });
      const call: CallApi = async (path, of) => await callProcedure(context, path, async () => of);
      const body = await work(parsed.data, call);
      return new Response(JSON.stringify(body), { headers });
    } catch (thrown) {
      return failure(mapError(thrown, info.id, url.pathname), headers);
    }
  };
}

/** The response to an error: AuthZEN has a status and an error message (§10.1.2). */
export function authzenError(error: AppError, visit: Requested): Response {
  return failure(error, headersOf(visit));
}

function failure(error: AppError, headers: Headers): Response {
  const { status } = definitionOf(error.code);
  if (status === 401) headers.set("www-authenticate", "Bearer");
  const { allowed } = error.details;
  if (status === 405 && Array.isArray(allowed)) headers.set("allow", allowed.join(", "));
  for (const [name, value] of Object.entries(retryAfter([error]))) headers.set(name, value);
  return new Response(JSON.stringify(messageOf(error)), { status, headers });
}

/** The code, the mistakes by field, and the next step, as one text. */
export function messageOf(error: AppError): string {
  const { issues } = error.details;
  const list: unknown[] = Array.isArray(issues) ? issues : [];
  const mistakes = list.map((issue) => {
    const { path, message } = Object(issue);
    return ` ${path === "" ? "" : `${path}: `}${message}`;
  });
  return `${error.code}: ${error.message}${mistakes.join("")} ${error.action}`;
}

/** The id that the caller gave its request comes back (§10.1.3); the service's own is in another header. */
function headersOf({ request, info }: Requested): Headers {
  const requested = request.headers.get(REQUEST_ID) ?? "";
  return new Headers({
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    [REQUEST_ID]: CALLERS_ID.test(requested) ? requested : info.id,
    "x-cf-auth-request-id": info.id,
  });
}
