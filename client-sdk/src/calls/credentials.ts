/** Credentials of the caller, and the tenant. */
export interface Credentials {
  /** An API key of the tenant. Use secret and restricted keys on servers only. */
  readonly key?: string | undefined;
  /** A signed-in user's access token, or a function that returns the current one. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** The tenant's id or slug. Needed if neither key nor token belongs to the tenant. */
  readonly tenant?: string | undefined;
}

/** The credentials as request headers. */
export async function headersOf({ key, token, tenant }: Credentials): Promise<Record<string, string>> {
  const bearer = await bearerOf(token);
  return {
    ...(key && { "x-api-key": key }),
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(tenant && { "x-tenant-id": tenant }),
  };
}

/** A string that identifies the tenant among those that one client can call. */
export async function tenantOf({ token, tenant }: Credentials): Promise<string> {
  return tenant ?? issuerOf(await bearerOf(token));
}

async function bearerOf(token: Credentials["token"]): Promise<string | undefined> {
  return typeof token === "function" ? await token() : token;
}

/** Each tenant has its own issuer (RFC 9068, `iss`). */
function issuerOf(token = ""): string {
  try {
    return `${claimsOf(token).iss}`;
  } catch {
    return token;
  }
}

/** The claims of an access token, unverified: only its own bearer reads them, and the service verifies the token. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split(".")[1] ?? "";
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
}
