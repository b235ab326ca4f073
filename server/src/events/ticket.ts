import { unwrap } from "../authz/outcome.ts";
import type { ConnectionCredentials } from "../connections/connection.ts";
import { sha256, toBase64Url } from "../ports/encoding.ts";
import type { EventsDeps } from "./deps.ts";
import type { EventSubscription } from "./event-stream.ts";

const SECRET_BYTES = 32;

/** Creates a ticket for one subscription, valid once within 30 seconds. Throws `event_not_found`. */
export async function issueTicket(
  { liveEvents }: Pick<EventsDeps, "liveEvents">,
  tenantId: string,
  credentials: ConnectionCredentials,
  subscription: EventSubscription,
): Promise<{ ticket: string; position: number }> {
  const secret = toBase64Url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const position = unwrap(await liveEvents(tenantId).admitSubscriber(await sha256(secret), credentials, subscription));
  return { ticket: `${tenantId}.${secret}`, position };
}

/** Tenant of a ticket, and the hash of its secret. */
export interface ParsedTicket {
  readonly tenantId: string;
  readonly hash: string;
}

/** Parses a ticket; undefined if the text is not one. */
export async function readTicket(text: string): Promise<ParsedTicket | undefined> {
  const [, tenantId, secret] = /^(ten_[0-9a-z]{26})\.([\w-]{43})$/.exec(text) ?? [];
  return tenantId === undefined || secret === undefined ? undefined : { tenantId, hash: await sha256(secret) };
}
