import { looksLikeKey } from "../api-keys/api-key.ts";
import type { KeyBearer } from "../api-keys/usable.ts";
import { addressOf } from "../shared/ip-address.ts";

/** What a request brings to show who it is and which tenant it is about. Nothing here is checked yet. */
export interface Credentials {
  readonly key: string | undefined;
  readonly token: string | undefined;
  /** The tenant's id or slug. */
  readonly tenant: string | undefined;
  /** The host asked for, lower case, without a port. */
  readonly host: string;
  /** Where it comes from, for keys that may not be used everywhere. */
  readonly bearer: KeyBearer;
}

/**
 * A key comes as `Authorization: Bearer` or as `x-api-key`; an access token as `Authorization: Bearer`, then
 * possibly beside a key. The tenant may be named in `x-tenant-id`.
 */
export function readCredentials(headers: Headers, url: URL): Credentials {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  const bearerIsKey = bearer !== undefined && looksLikeKey(bearer);
  return {
    key: (bearerIsKey ? bearer : headers.get("x-api-key")) || undefined,
    token: bearerIsKey ? undefined : bearer,
    tenant: headers.get("x-tenant-id") || undefined,
    host: url.hostname.toLowerCase(),
    bearer: { address: addressOf(headers), origin: headers.get("origin") ?? undefined, asked: url.origin },
  };
}
