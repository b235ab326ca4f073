import { attach, type FeedSocket } from "../connections/sockets.ts";
import { log } from "../ports/logger.ts";
import { AppError } from "../shared/errors/app-error.ts";
import type { ChangeEntry } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { isLastPage } from "./limits.ts";
import { textOf } from "./tuple-text.ts";

/** Maximum number of changes that a feed sends at its start. Subscribers further behind read the log first. */
export const MAX_BEHIND = 20_000;
/** Maximum number of changes sent without a pause. A revision is never split. */
const MAX_CHANGES_PER_BATCH = 500;

/** State of a socket: the last revision sent. */
interface Attachment {
  readonly sent: number;
}

interface Message {
  readonly revision: number;
  readonly text: string;
}

/**
 * Streams revisions in order, one message each. A subscriber that reconnects with the last revision it received misses
 * nothing and gets nothing twice.
 */
export class ChangeFeed {
  private readonly store: GraphStore;
  private readonly pause: () => Promise<void>;
  /** The newest message, for subscribers that are up to date. */
  private newest: Message | undefined;

  /** `pause` resolves after all waiting requests have run. */
  constructor(store: GraphStore, pause: () => Promise<void>) {
    this.store = store;
    this.pause = pause;
  }

  /** Throws `revision_not_found` if the log has a gap after the revision, and `too_many_changes` beyond `MAX_BEHIND`. */
  requireFollowable(after: number): void {
    const { oldest, revision: newest } = this.store;
    if (after < oldest || after > newest) throw new AppError("revision_not_found", { revision: after, oldest, newest });
    if (this.store.countAfter(after, MAX_BEHIND + 1) > MAX_BEHIND) {
      const message = `More than ${MAX_BEHIND} changes have been made since that revision.`;
      throw new AppError("too_many_changes", { max: MAX_BEHIND }, message);
    }
  }

  start(socket: FeedSocket, after: number): void {
    attach(socket, { sent: after } satisfies Attachment);
    this.send([socket]);
  }

  /** Sends each socket the revisions it lacks. Sockets far behind get the rest in batches. */
  send(sockets: readonly FeedSocket[]): void {
    const behind = sockets.filter((socket) => this.sendSome(socket));
    if (behind.length > 0) void this.sendRest(behind);
  }

  private async sendRest(sockets: readonly FeedSocket[]): Promise<void> {
    for (let behind = [...sockets]; behind.length > 0; ) {
      await this.pause();
      // One socket for each pause, so that many sockets delay other requests no longer than one.
      const [socket, ...others] = behind;
      behind = socket !== undefined && this.sendSome(socket) ? [...others, socket] : others;
    }
  }

  /** Sends one batch. Returns whether there is more to send. Closes a socket that can't be sent to; its client reconnects. */
  private sendSome(socket: FeedSocket): boolean {
    try {
      // Only `start` attaches anything.
      let { sent } = socket.deserializeAttachment() as Attachment;
      const { revision: newest } = this.store;
      if (sent >= newest) return false;
      for (const { revision, text } of this.messagesAfter(sent, newest)) {
        socket.send(text);
        sent = revision;
        attach(socket, { sent } satisfies Attachment);
      }
      return sent < newest;
    } catch (error) {
      log("warn", "A subscriber could not be notified.", { error });
      socket.close(1011, "Reconnect with the last revision that you received.");
      return false;
    }
  }

  /** Messages of the next revisions, one batch. */
  private messagesAfter(sent: number, newest: number): Message[] {
    if (newest === sent + 1 && this.newest?.revision === newest) return [this.newest];
    const messages = messagesOf(this.entriesAfter(sent));
    this.newest = messages.at(-1);
    return messages;
  }

  /** Entries of the next revisions: at least one revision, and whole ones only. */
  private entriesAfter(sent: number): ChangeEntry[] {
    const first = this.store.entriesAfter(sent, Number.MAX_SAFE_INTEGER, MAX_CHANGES_PER_BATCH);
    if (isLastPage(first, MAX_CHANGES_PER_BATCH)) return first;
    const last = first.at(-1)?.revision ?? sent;
    const whole = first.filter(({ revision }) => revision < last);
    if (whole.length > 0) return whole;
    const entries = [...first];
    for (let position = first.at(-1)?.position; position !== undefined; ) {
      const page = this.store
        .entriesAfter(last, position, MAX_CHANGES_PER_BATCH)
        .filter(({ revision }) => revision === last);
      entries.push(...page);
      position = page.at(-1)?.position;
    }
    return entries;
  }
}

function messagesOf(entries: readonly ChangeEntry[]): Message[] {
  const byRevision = new Map<number, ChangeEntry[]>();
  for (const entry of entries) {
    const own = byRevision.get(entry.revision) ?? [];
    byRevision.set(entry.revision, own);
    own.push(entry);
  }
  return [...byRevision].map(([revision, own]) => ({ revision, text: JSON.stringify(messageOf(own)) }));
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
    // Null for an import that is too large to log by tuple: the subscriber exports the graph and continues from here.
    writes: written + deleted > changes.length ? null : tuples("write"),
    deletes: written + deleted > changes.length ? null : tuples("delete"),
  };
}
