import type { Client } from "../auth/session.ts";
import { isKnownAddress } from "../callers/address.ts";
import { isServer } from "../callers/caller.ts";
import type { Context } from "./context.ts";

/** The client that a request comes from, as a session keeps it. */
export function clientOf({ request, keyId }: Context, mode: Client["mode"]): Client {
  const { ip, userAgent, place } = request;
  return { ip, userAgent, location: place, keyId, mode };
}

/**
 * The address that an attempt counts by. Null for a tenant's own server, which signs in users who sit elsewhere, and for a
 * Worker of this account, which has none. A server that may name its user's address (`clientIp`) will be read here.
 */
export function attemptSourceOf({ caller, request }: Pick<Context, "caller" | "request">): string | null {
  return isServer(caller) || !isKnownAddress(request.ip) ? null : request.ip;
}
