import { setTimeout as pause } from "node:timers/promises";
import { CfAuthError } from "@cf-auth/client";
import type { Io } from "../io.ts";
import type { Connection } from "../profile/connection.ts";
import type { TupleInput } from "./tuples-in-file.ts";

/** One revision, as the stream of changes sends it. */
export interface GraphChange {
  readonly revision: string;
  readonly kind: string;
  /** Null for an import that is too large to list by tuple. */
  readonly writes: readonly TupleInput[] | null;
  readonly deletes: readonly TupleInput[] | null;
}

/** Connections that fail in a row, without a change in between, before it gives up. */
const MAX_FAILURES = 5;
const PAUSE_MS = 1000;

/** Yields each revision once and in order, until the signal of `io` ends it. A lost connection continues after the last revision. */
export async function* followChanges(connection: Connection, io: Io, after?: string): AsyncGenerator<GraphChange> {
  // This also reports wrong credentials, which a refused WebSocket doesn't.
  const { revision } = await connection.client.authz.graph.stats({ signal: io.signal });
  let last = after ?? revision;
  for (let failures = 0; !io.signal.aborted; ) {
    let isOpened = false;
    for await (const change of changesAfter(last, connection, io.signal)) {
      isOpened = true;
      if (change === "opened") continue;
      last = change.revision;
      yield change;
    }
    failures = isOpened ? 0 : failures + 1;
    if (failures === MAX_FAILURES) throw refused(last);
    if (!io.signal.aborted) await pause(PAUSE_MS, undefined, { signal: io.signal }).catch(() => {});
  }
}

function refused(after: string): CfAuthError {
  return new CfAuthError({
    code: "network",
    message: `The stream of changes after revision ${after} can't be opened.`,
    action: "Check that the log still has this revision with `cf-auth changes --limit 1`, and the network.",
    retryable: true,
  });
}

/** Changes of one connection, and before them that it was opened. Ends with the connection. */
async function* changesAfter(
  after: string,
  { url, headers }: Connection,
  signal: AbortSignal,
): AsyncGenerator<GraphChange | "opened"> {
  const target = `${url.replace(/^http/, "ws").replace(/\/$/, "")}/authz/changes?after=${encodeURIComponent(after)}`;
  const socket = connectSocket(target, await headers());
  const queue: (GraphChange | "opened" | "ended")[] = [];
  let wake = () => {};
  const push = (item: GraphChange | "opened" | "ended") => {
    queue.push(item);
    wake();
  };
  socket.addEventListener("open", () => push("opened"));
  socket.addEventListener("message", ({ data }) => push(JSON.parse(`${data}`)));
  socket.addEventListener("close", () => push("ended"));
  socket.addEventListener("error", () => push("ended"));
  const abort = () => push("ended");
  signal.addEventListener("abort", abort, { once: true });
  try {
    for (;;) {
      const item = queue.shift();
      if (item === "ended") return;
      if (item !== undefined) yield item;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", abort);
    socket.close();
  }
}

/** Node's WebSocket takes headers; the standard's type, which browsers share, doesn't. */
function connectSocket(url: string, headers: Record<string, string>): WebSocket {
  const Socket = WebSocket as unknown as new (url: string, options: { headers: Record<string, string> }) => WebSocket;
  return new Socket(url, { headers });
}
