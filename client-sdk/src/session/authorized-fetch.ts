/** Gives the access token to use; another than `refused`, if there is one. */
export type GetToken = (refused?: string) => Promise<string | undefined>;

/** What an API passes on of the service where a session is over, in whatever shape its own errors have. */
const OVER = /"(?:session_ended|user_banned|tenant_suspended|tenant_deleted)"/;

/**
 * A `fetch` that brings the access token along, to these origins and no other. An answer 401 has the token exchanged and the
 * request made once more. An answer 403 that says the session is over has the service asked whether it is; the answer stands.
 * Where a server redirects to another origin, the platform leaves the token behind (Fetch, HTTP-redirect fetch, step 13).
 */
export function authorizedFetch(
  fetch: typeof globalThis.fetch,
  origins: readonly string[],
  getToken: GetToken,
): typeof globalThis.fetch {
  const known = origins.map((origin) => new URL(origin).origin);
  return async (input, init) => {
    const request = new Request(input, init);
    if (!known.includes(new URL(request.url).origin)) return await fetch(request);
    const send = async (token: string | undefined) => {
      // The body of a request can be read once.
      const attempt = request.clone();
      if (token !== undefined) attempt.headers.set("authorization", `Bearer ${token}`);
      return await fetch(attempt);
    };
    const token = await getToken();
    const response = await send(token);
    if (token === undefined) return response;
    if (response.status === 403 && OVER.test(await jsonOf(response))) await getToken(token).catch(() => {});
    if (response.status !== 401) return response;
    // Without another token the refusal stands, whatever keeps us from one.
    const next = await getToken(token).catch(() => token);
    return next === token ? response : await send(next);
  };
}

async function jsonOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.includes("json")) return "";
  // The page reads the body itself, and one that is cut off is its own to find out.
  return await response
    .clone()
    .text()
    .catch(() => "");
}
