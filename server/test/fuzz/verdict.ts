import { AUTHZEN_PATH } from "../../src/entries/authzen/routes.ts";
import { isOpenFgaPath } from "../../src/entries/openfga/openfga-route.ts";
import { errors } from "../../src/shared/errors/catalog.ts";
import type { Drawn } from "./requests.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Statuses under which nothing is said. */
const SILENT = [101, 204, 304];
const INSIDE = /node_modules|\bat async\b|\.ts:\d|SQLITE|D1_ERROR|drizzle|superjson|TRPCError|RangeError|TypeError/;

/** The fault of a response, for any request; undefined if the response is correct. */
export function faultIn(answer: Answer, { method, path }: Pick<Drawn, "method" | "path">): string | undefined {
  const { status, headers, text } = answer;
  const inside = INSIDE.exec(text)?.[0];
  if (inside !== undefined) return `It tells of the inside: ${inside}.`;
  if (!SILENT.includes(status) || status === 204) {
    if (!headers.has("x-request-id")) return "It has no x-request-id.";
    if (headers.get("x-content-type-options") !== "nosniff") return "It may be taken for something else.";
  }
  const cache = headers.get("cache-control") ?? "";
  if (status !== 101 && headers.has("set-cookie") && cache !== "no-store") return "It sets a cookie and may be kept.";
  if (status >= 400 && cache !== "no-store") return "It is an error that may be kept.";
  if (method === "HEAD" || SILENT.includes(status)) return undefined;
  if (status < 400 && status !== 207) return undefined;
  const pathname = path.replace(/[?#].*$/, "").replaceAll("~", "");
  if (isOpenFgaPath(pathname)) return faultInOpenFgaError(answer);
  if (AUTHZEN_PATH.test(pathname)) return faultInMessage(answer);
  return faultInBody(answer);
}

/** OpenFGA's form: a code in words and a message, or gRPC's where the answer is a stream. */
function faultInOpenFgaError({ status, text }: Answer): string | undefined {
  const body = Object(JSON.parse(text));
  if (body.error !== undefined) return typeof body.error.code === "number" ? undefined : "Its code is none of gRPC's.";
  const { code, message, ...more } = body;
  if (typeof code !== "string" || !/^[A-Za-z_]+$/.test(code)) return `Its code ${code} is none of OpenFGA's.`;
  if (code === "internal_error") return `It says ${code}.`;
  if (typeof message !== "string" || message === "") return "It does not say what is wrong.";
  return Object.keys(more).length > 0 ? `OpenFGA's error ${status} has no ${Object.keys(more)}.` : undefined;
}

/** AuthZEN's form: an error message, which begins with our code. */
function faultInMessage({ text }: Answer): string | undefined {
  const [, code = ""] = /^(\w+): ./.exec(String(JSON.parse(text))) ?? [];
  if (!Object.hasOwn(errors, code)) return `Its message begins with no code: ${text}.`;
  return code === "internal_error" || code === "misconfigured" ? `It says ${code}.` : undefined;
}

function faultInBody({ status, headers, text }: Answer): string | undefined {
  if (!/^application\/(?:problem\+)?json/.test(headers.get("content-type") ?? ""))
    return "It is an error and not JSON.";
  const body: unknown = JSON.parse(text);
  const found = (Array.isArray(body) ? body : [body]).map((part: unknown) => errorIn(part));
  if (found.every((error) => error === undefined)) return "It has no error in it.";
  const requestId = headers.get("x-request-id") ?? "";
  for (const error of found) {
    const fault = error && faultInError(error, { requestId, status, alone: found.length === 1 });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

interface WireError {
  readonly message?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** As a problem (RFC 9457), or in tRPC's envelope. */
function errorIn(part: unknown): WireError | undefined {
  const { error, detail, status, ...data } = Object(part);
  return data.code === undefined ? error?.json : { message: detail, data: { ...data, httpStatus: status } };
}

function faultInError(
  { message, data = {} }: WireError,
  { requestId, status, alone }: { requestId: string; status: number; alone: boolean },
): string | undefined {
  const { code, httpStatus, action } = data;
  if (typeof code !== "string" || !Object.hasOwn(errors, code)) return `Its code ${code} is in no catalogue.`;
  if (code === "internal_error" || code === "misconfigured") return `It says ${code}.`;
  if (typeof message !== "string" || typeof action !== "string" || action === "") return "It does not say what to do.";
  if (data.requestId !== requestId || requestId === "") return `It names the request ${data.requestId}.`;
  if (alone && httpStatus !== status) return `It has the status ${status} and says ${httpStatus}.`;
  if (Number(httpStatus) >= 500 && code !== "busy") return `It says ${code}.`;
  return undefined;
}
