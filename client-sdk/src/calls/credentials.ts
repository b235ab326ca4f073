/** Who calls, and about which tenant. */
export interface Credentials {
  /** An API key of the tenant. A secret key belongs on servers only. */
  readonly key?: string | undefined;
  /** The access token of a signed-in user, or a function that gives the present one. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** The tenant's id or slug, where neither key nor token says which tenant is meant. */
  readonly tenant?: string | undefined;
}

/** The credentials as headers of a request. */
export async function headersOf({ key, token, tenant }: Credentials): Promise<Record<string, string>> {
  const bearer = await bearerOf(token);
  return {
    ...(key && { "x-api-key": key }),
    ...(bearer && { authorization: `Bearer ${bearer}` }),
    ...(tenant && { "x-tenant-id": tenant }),
  };
}

/** A text that is the same for the same tenant, and for no other of those that one client can be about. */
export async function tenantOf({ token, tenant }: Credentials): Promise<string> {
  return tenant ?? issuerOf(await bearerOf(token));
}

async function bearerOf(token: Credentials["token"]): Promise<string | undefined> {
  return typeof token === "function" ? await token() : token;
}

/** Each tenant is an issuer of its own (RFC 9068, `iss`). */
function issuerOf(token = ""): string {
  try {
    return `${claimsOf(token).iss}`;
  } catch {
    return token;
  }
}

/** What an access token says. It is not verified: its bearer only sorts by it, and believes it no more than the service. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const payload = token.split(".")[1] ?? "";
  return JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
}
