/** Token that a Turnstile widget issued. */
interface IssuedToken {
  readonly action: string;
  /** IP address that may spend the token. */
  readonly ip?: string;
}

/**
 * Fake of Turnstile's siteverify: validates the whole request, accepts each token once, and returns the documented error
 * codes.
 */
export function siteverify(secret: string, issued: Record<string, IssuedToken>) {
  const spent = new Set<string>();
  const seen: unknown[] = [];
  const refuse = (code: string) => Response.json({ success: false, "error-codes": [code] });
  const answer = async (request: Request): Promise<Response> => {
    const isRight = request.method === "POST" && request.headers.get("content-type") === "application/json";
    if (!isRight || request.url !== "https://challenges.cloudflare.com/turnstile/v0/siteverify") {
      return refuse("bad-request");
    }
    const body = (await request.json()) as Record<string, string>;
    seen.push(body);
    if (body.secret !== secret) return refuse(body.secret ? "invalid-input-secret" : "missing-input-secret");
    const token = issued[body.response ?? ""];
    if (token === undefined) return refuse(body.response ? "invalid-input-response" : "missing-input-response");
    if (token.ip !== undefined && token.ip !== body.remoteip) return refuse("invalid-input-response");
    if (spent.has(body.response ?? "")) return refuse("timeout-or-duplicate");
    spent.add(body.response ?? "");
    return Response.json({ success: true, "error-codes": [], action: token.action, hostname: "app.example.com" });
  };
  return { seen, fetch: async (url: string, init: RequestInit) => await answer(new Request(url, init)) };
}
