import { exports } from "cloudflare:workers";

const OPENING_MS = 20;

/** Sends a raw HTTP request, for requests that no client would send. */
export async function send(path: string, init: RequestInit = {}, host = "auth.test") {
  const headers = { "cf-connecting-ip": "192.0.2.77", ...Object.fromEntries(new Headers(init.headers)) };
  const response = await exports.default.fetch(`http://${host}${path}`, { ...init, headers });
  const text = response.webSocket ? await firstMessages(response.webSocket) : await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

/** The messages that a WebSocket sends when it opens. */
async function firstMessages(socket: WebSocket): Promise<string> {
  const said: string[] = [];
  socket.addEventListener("message", ({ data }) => {
    said.push(`${data}`);
  });
  socket.accept();
  await scheduler.wait(OPENING_MS);
  socket.close();
  return said.join("\n");
}

/** The stable code in an error's body: that of a problem, or of tRPC's protocol. */
export function codeIn(body: unknown): unknown {
  const { code } = Object(body);
  if (code !== undefined) return code;
  const error = Array.isArray(body) ? body[0]?.error : (body as { error?: unknown })?.error;
  return (error as { json?: { data?: { code?: unknown } } } | undefined)?.json?.data?.code;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
