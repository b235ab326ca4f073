/** A request to a host that a tenant names, such as an identity provider. */
export interface OutboundRequest {
  readonly method?: string;
  readonly headers?: Headers | Record<string, string>;
  readonly body?: string;
  /** Defaults to 5,000. */
  readonly timeoutMs?: number;
  /** Whether the response's body is discarded, so that its length doesn't matter. Defaults to no. */
  readonly discardsBody?: boolean;
}

/** Types of DNS records that are looked up. */
export type DnsType = "A" | "AAAA" | "TXT";

/** The internet, as far as tenants decide where requests go. */
export interface Outbound {
  /**
   * Sends one request without cookies, follows no redirect, and reads at most 64 KiB of the response. Throws `OutboundError` if it
   * takes more than the timeout, the connection fails, or the response is longer.
   */
  fetch(url: string, request: OutboundRequest): Promise<Response>;
  /** The values of a name's records by DNS; empty if it has none. Throws `OutboundError` if DNS doesn't answer. */
  resolve(name: string, type: DnsType): Promise<readonly string[]>;
}

/** A request that failed. */
export class OutboundError extends Error {
  override readonly name = "OutboundError";
  readonly reason: "unreachable" | "timeout" | "too_large";

  constructor(reason: OutboundError["reason"], cause?: unknown) {
    super(`The outbound request failed: ${reason}.`, { cause });
    this.reason = reason;
  }
}

const TIMEOUT_MS = 5000;
/** Maximum length in bytes of a response's body. */
export const MAX_RESPONSE = 64 * 1024;
/** Cloudflare's resolver, by DNS over HTTPS with JSON. */
const RESOLVER = "https://cloudflare-dns.com/dns-query";
const RECORD_TYPES: Readonly<Record<DnsType, number>> = { A: 1, TXT: 16, AAAA: 28 };
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Makes requests by `fetch`, and looks names up by DNS over HTTPS. */
export function outboundBy(fetch: Fetch, timeoutMs = TIMEOUT_MS): Outbound {
  const send = async (
    url: string,
    { method = "GET", headers = {}, body, timeoutMs: timeout = timeoutMs, discardsBody = false }: OutboundRequest,
  ): Promise<Response> => {
    const signal = AbortSignal.timeout(timeout);
    try {
      const init = { method, headers, redirect: "manual", signal, ...(body !== undefined && { body }) } as const;
      const response = await fetch(url, init);
      if (isUnreachable(response)) throw new OutboundError("unreachable");
      if (discardsBody) {
        await response.body?.cancel();
        return new Response(null, response);
      }
      return new Response(await readAtMost(response, MAX_RESPONSE), response);
    } catch (error) {
      if (error instanceof OutboundError) throw error;
      throw new OutboundError(signal.aborted ? "timeout" : "unreachable", error);
    }
  };
  return {
    fetch: send,
    resolve: async (name, type) => {
      const query = `${RESOLVER}?name=${encodeURIComponent(name)}&type=${type}`;
      const response = await send(query, { headers: { accept: "application/dns-json" } });
      if (!response.ok) throw new OutboundError("unreachable");
      return answersOf(await response.json(), RECORD_TYPES[type]);
    },
  };
}

/**
 * Whether Cloudflare's network reports that it could not reach the host: a Worker gets these statuses where `fetch` throws elsewhere.
 * Source: Cloudflare's documentation of 5xx errors, 520 to 530.
 */
function isUnreachable({ status }: Response): boolean {
  return status >= 520 && status <= 530;
}

/** The bytes of a body; null if the response can't have one. */
async function readAtMost({ body, status }: Response, max: number): Promise<Uint8Array<ArrayBuffer> | null> {
  if (body === null || [101, 204, 205, 304].includes(status)) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > max) throw new OutboundError("too_large");
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** The values in a DNS response, without those of aliases. A text in several parts is joined (RFC 1035 §3.3.14). */
function answersOf(json: unknown, type: number): string[] {
  const { Status: status, Answer: answers = [] } = (json ?? {}) as { Status?: unknown; Answer?: unknown };
  if (status === NO_SUCH_NAME) return [];
  if (status !== NO_ERROR || !Array.isArray(answers)) throw new OutboundError("unreachable");
  return (answers as { type?: unknown; data?: unknown }[])
    .filter((answer) => answer.type === type && typeof answer.data === "string")
    .map(({ data }) => textOf(`${data}`));
}

function textOf(data: string): string {
  if (!data.startsWith('"')) return data;
  return [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, part = ""]) => part.replace(/\\(.)/g, "$1")).join("");
}
