import type { ConnectionCredentials, Stream } from "../connections/connection.ts";
import { type Caller, isOperator, type PlatformAdmin } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AppDeps } from "./deps.ts";
import type { Resolved } from "./resolve-caller.ts";

/** The longest that a connection lasts, in milliseconds: 1 hour. Then its client connects again, with valid credentials. */
export const MAX_CONNECTION_MS = 60 * 60 * 1000;

/** A caller that may follow a stream. */
type Follower = Extract<Caller, { keyId: string }> | PlatformAdmin;

interface Following extends Resolved {
  readonly app: Pick<AppDeps, "connections">;
  readonly tenantId: string;
  readonly caller: Follower;
  /** Identifies the caller again. */
  reauthenticate(): Promise<Resolved>;
}

/**
 * Opens a connection that ends with its credentials. It is noted where they are revoked, opened, and then the caller is
 * identified again, so that no revocation in between is missed. Throws what `open` and `reauthenticate` throw; after the latter it
 * calls `undo`.
 */
export async function admit<T>(
  { app, tenantId, caller, endsInMs, reauthenticate }: Following,
  stream: Stream,
  { open, undo }: { open: (owner: ConnectionCredentials) => Promise<T>; undo: (opened: T) => void },
): Promise<T> {
  const owner = { ids: idsOf(caller), ttlMs: Math.min(endsInMs, MAX_CONNECTION_MS) };
  const home = isOperator(caller) ? caller.tenantId : tenantId;
  await app.connections(home).registerConnection({ ...owner, tenantId, stream });
  const opened = await open(owner);
  try {
    const present = await reauthenticate();
    if (present.caller.kind !== caller.kind) throw new AppError("forbidden");
  } catch (error) {
    undo(opened);
    throw error;
  }
  return opened;
}

function idsOf(caller: Follower): string[] {
  return caller.kind === "admin" ? [caller.sessionId, caller.userId] : [caller.keyId];
}

/** Throws `websocket_required` unless the request asks for a WebSocket. */
export function requireUpgrade({ headers }: Request): void {
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("websocket_required");
}

/** Closes the WebSocket of a response that is not sent. */
export function dropSocket({ webSocket }: Response): void {
  webSocket?.accept();
  webSocket?.close(1008, "The credentials of this connection are no longer valid.");
}
