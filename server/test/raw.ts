import { exports } from "cloudflare:workers";

/** A request as it comes over the wire, for what no client would send. */
export async function send(path: string, init: RequestInit = {}, host = "auth.test") {
  const headers = { "cf-connecting-ip": "192.0.2.77", ...Object.fromEntries(new Headers(init.headers)) };
  const response = await exports.default.fetch(`http://${host}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

/** The stable code in an error's body. */
export function codeIn(body: unknown): unknown {
  const error = Array.isArray(body) ? body[0]?.error : (body as { error?: unknown })?.error;
  const { json = error } = (error ?? {}) as { json?: unknown };
  return (json as { data?: { code?: unknown } })?.data?.code;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
