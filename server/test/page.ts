import { codeIn, send } from "./raw.ts";

/** The host of the tenant acme. */
export const HOST = "acme.auth.test";
/** Headers that a browser sends for a page of that host. */
export const OWN: Readonly<Record<string, string>> = { origin: `http://${HOST}`, "sec-fetch-site": "same-origin" };

export interface Call {
  input?: object;
  cookie?: string | undefined;
  headers?: Record<string, string>;
  host?: string;
}

/** Makes a call as a page does, and returns its response and the cookie. */
export async function call(path: string, { input = {}, cookie, headers = OWN, host = HOST }: Call = {}) {
  const all = { "content-type": "application/json", ...headers, ...(cookie && { cookie: `theme=dark; ${cookie}` }) };
  const init = { method: "POST", headers: all, body: JSON.stringify({ json: input }) };
  const answer = await send(`/trpc/${path}`, init, host);
  const [set] = answer.headers.getSetCookie();
  const json = (answer.body as { result?: { data: { json: Record<string, string> } } })?.result?.data.json;
  return { ...answer, code: codeIn(answer.body) ?? "ok", json: json ?? {}, set, cookie: set?.split(";")[0] };
}

/** Calls a procedure without input. */
export async function voidCall(path: string, cookie?: string, authorization?: string) {
  const headers = {
    ...OWN,
    cookie: `${cookie}`,
    "content-type": "application/json",
    ...(authorization && { authorization }),
  };
  const answer = await send(`/trpc/${path}`, { method: "POST", headers }, HOST);
  return { ...answer, code: codeIn(answer.body) ?? "ok", set: answer.headers.getSetCookie()[0] };
}
