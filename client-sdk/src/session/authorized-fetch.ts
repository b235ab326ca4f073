/** Returns the access token to use; a different one than `refused`, if there is one. */
export type GetToken = (refused?: string) => Promise<string | undefined>;

/** Codes that an API forwards when a session has ended, in whatever form its errors have. */
const OVER = /"(?:session_ended|user_banned|tenant_suspended|tenant_deleted)"/;

/**
 * A `fetch` that sends the access token to these origins only. After a 401 it refreshes the token and retries once. After a 403 that
 * says that the session has ended it checks that with the service; the response stays. On a redirect to another origin the platform
 * drops the token (Fetch, HTTP-redirect fetch, step 13).
 */
export function authorizedFetch(
  fetch: typeof globalThis.fetch,
  origins: readonly string[],
  getToken: GetToken,
): typeof globalThis.fetch {
  const allowed = origins.map((origin) => new URL(origin).origin);
  return async (input, init) => {
    const request = new Request(input, init);
    if (!allowed.includes(new URL(request.url).origin)) return await fetch(request);
    const send = async (token: string | undefined) => {
      // A request's body can be read once.
      const attempt = request.clone();
      if (token !== undefined) attempt.headers.set("authorization", `Bearer ${token}`);
      return await fetch(attempt);
    };
    const token = await getToken();
    const response = await send(token);
    if (token === undefined) return response;
    if (response.status === 403 && OVER.test(await jsonOf(response))) await getToken(token).catch(() => {});
    if (response.status !== 401) return response;
    // Without a new token the 401 stands.
    const next = await getToken(token).catch(() => token);
    return next === token ? response : await send(next);
  };
}

async function jsonOf(response: Response): Promise<string> {
  if (!response.headers.get("content-type")?.includes("json")) return "";
  // The page reads the body itself and handles a truncated one.
  return await response
    .clone()
    .text()
    .catch(() => "");
}
