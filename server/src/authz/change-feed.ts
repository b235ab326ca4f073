import { attach, type FeedSocket } from "../connections/feed-socket.ts";
import { AppError } from "../errors/app-error.ts";
import type { ChangeEntry } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { textOf } from "./tuple-text.ts";

/** Changes that a feed sends at its start; who is further behind reads the log first. */
const MOST_BEHIND = 20_000;
const AT_ONCE = 2000;

/** The last revision that was sent. */
interface Attachment {
  readonly sent: number;
}

/**
 * Streams revisions, each whole and in one message, in order: whoever connects again with the last revision it
 * received misses nothing and gets nothing twice.
 */
export class ChangeFeed {
  private readonly store: GraphStore;

  constructor(store: GraphStore) {
    this.store = store;
  }

  /** Throws `revision_unknown` unless the log has everything after the revision, `changes_too_many` if that is a lot. */
  requireFollowable(after: number): void {
    const { oldest, revision: newest } = this.store;
    if (after < oldest || after > newest) throw new AppError("revision_unknown", { revision: after, oldest, newest });
    const behind = this.store.entriesAfter(after, Number.MAX_SAFE_INTEGER, MOST_BEHIND + 1).length;
    if (behind > MOST_BEHIND) throw new AppError("changes_too_many", { maximum: MOST_BEHIND });
  }

  start(socket: FeedSocket, after: number): void {
    attach(socket, { sent: after } satisfies Attachment);
    this.send(socket);
  }

  /** Sends what the socket has not had yet. */
  send(socket: FeedSocket): void {
    // Only `start` attaches anything.
    let { sent } = socket.deserializeAttachment() as Attachment;
    const newest = this.store.revision;
    while (sent < newest) {
      const entries = this.revision(sent + 1);
      socket.send(JSON.stringify(messageOf(entries)));
      sent++;
      attach(socket, { sent } satisfies Attachment);
    }
  }

  /** All entries of one revision. */
  private revision(revision: number): ChangeEntry[] {
    const found: ChangeEntry[] = [];
    for (let position = -1; ; ) {
      const page = this.store.entriesAfter(revision, position, AT_ONCE);
      const own = page.filter((entry) => entry.revision === revision);
      found.push(...own);
      if (own.length < AT_ONCE) return found;
      position = own.at(-1)?.position ?? position;
    }
  }
}

function messageOf(entries: readonly ChangeEntry[]) {
  const [first] = entries;
  if (first === undefined) throw new Error("Every revision has an entry.");
  const { revision, kind, at, actor, reason, requestId, written, deleted, modelVersion } = first;
  const changes = entries.flatMap(({ change }) => (change === null ? [] : [change]));
  const tuples = (operation: "write" | "delete") =>
    changes.filter((change) => change.operation === operation).map(({ tuple }) => textOf(tuple));
  return {
    revision: `${revision}`,
    kind,
    at: new Date(at).toISOString(),
    actor,
    reason,
    requestId,
    modelVersion,
    // Null where the change was too large to be kept tuple by tuple: export the graph and go on from here.
    writes: written + deleted > changes.length ? null : tuples("write"),
    deletes: written + deleted > changes.length ? null : tuples("delete"),
  };
}
