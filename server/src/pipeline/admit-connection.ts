import type { ConnectionCredentials, Stream } from "../connections/connection.ts";
import type { Caller, PlatformAdmin } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { AppDeps } from "./deps.ts";
import type { Resolved } from "./resolve-caller.ts";

/** No connection lasts longer, in milliseconds: then whoever has it connects again, and is looked at again. */
export const LONGEST_CONNECTION_MS = 60 * 60 * 1000;

/** Who may follow what goes on. */
type Follower = Extract<Caller, { keyId: string }> | PlatformAdmin;

interface Asking extends Resolved {
  readonly app: Pick<AppDeps, "connections">;
  readonly tenantId: string;
  readonly caller: Follower;
  /** Who is calling, asked anew. */
  again(): Promise<Resolved>;
}

/**
 * Opens a connection such that nothing ends behind it what it is opened with. It is noted where its credential is revoked,
 * then opened, and then its credential is looked at once more: whatever is revoked later finds it there. Throws what the
 * work throws, and what says why the credential is good no more; then `undo` is called.
 */
export async function admit<T>(
  { app, tenantId, caller, endsInMs, again }: Asking,
  stream: Stream,
  { open, undo }: { open: (holder: ConnectionCredentials) => Promise<T>; undo: (opened: T) => void },
): Promise<T> {
  const holder = { ids: idsOf(caller), ttlMs: Math.min(endsInMs, LONGEST_CONNECTION_MS) };
  const home = caller.kind === "admin" ? caller.tenantId : tenantId;
  await app.connections(home).registerConnection({ ...holder, tenantId, stream });
  const opened = await open(holder);
  try {
    const present = await again();
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

/** Throws `websocket_required` unless the request is to become a WebSocket. */
export function requireUpgrade({ headers }: Request): void {
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") throw new AppError("websocket_required");
}

/** Closes the WebSocket of a response that is not to be given. */
export function dropSocket({ webSocket }: Response): void {
  webSocket?.accept();
  webSocket?.close(1008, "The credentials of this connection are no longer valid.");
}
