import { differences, type Group, type Sizes, sizesOf } from "./groups.ts";
import type { Revision } from "./log.ts";

/** A revision that changes more than this is not kept tuple by tuple; see `MOST_LOGGED` of the server. */
const MAX_LISTED = 10_000;

/** One change that was tried. It gives its tag as the reason, so the log tells which of them were made. */
export interface Attempt {
  readonly tag: string;
  readonly kind: "write" | "import";
  readonly writes: readonly Group[];
  readonly deletes: readonly Group[];
  /** Whether everything goes that was written before it began. */
  readonly replaces: boolean;
  /** The newest revision that a client had received when it was tried. It began at this one or later. */
  readonly since: number;
  /** The revision at which the server has said that it was made. */
  acknowledged?: number;
  /** Whether the server has said that it changed nothing. */
  refused?: boolean;
  /** The revision at which the log has it. */
  logged?: number;
}

/** What was tried, what the server has said of it, and what must be there in consequence. */
export class Ledger {
  /** What must be there, by the log as far as it was read. */
  readonly graph: Sizes = new Map();
  readonly attempts: Attempt[] = [];
  /** What has been seen that must not be. */
  readonly problems: string[] = [];
  /** The newest revision that a client received. */
  newest: number;
  /** The revision up to which the log was read. */
  read: number;
  private readonly byTag = new Map<string, Attempt>();
  /** The revision that wrote each group. */
  private readonly writtenAt = new Map<string, number>();
  /** Groups that were written while a replacing import ran: they stay if they were written after it began. */
  private readonly perhaps = new Set<string>();
  /** Groups that may still be deleted. */
  private readonly doomed = new Map<string, number>();

  constructor(revision: number) {
    this.newest = revision;
    this.read = revision;
  }

  begin(change: Pick<Attempt, "kind" | "writes"> & Partial<Pick<Attempt, "deletes" | "replaces">>): Attempt {
    const tag = `attempt-${this.attempts.length}`;
    const attempt: Attempt = { deletes: [], replaces: false, ...change, tag, since: this.newest };
    this.attempts.push(attempt);
    this.byTag.set(attempt.tag, attempt);
    return attempt;
  }

  /** The server has answered: at this revision, having changed so many tuples. */
  acknowledge(attempt: Attempt, revision: string, changes: number): void {
    this.noteRevision(revision);
    if (changes > 0) attempt.acknowledged = Number(revision);
    else attempt.refused = true;
  }

  noteRevision(revision: string): void {
    this.newest = Math.max(this.newest, Number(revision));
  }

  /** A group of no more than so many tuples that was there after the last crash; each is handed out once. */
  take(size: number): Group[] {
    for (const [doc, found] of this.doomed) {
      if (found > size) continue;
      this.doomed.delete(doc);
      return [{ doc, size: found }];
    }
    return [];
  }

  /** Reads on in the log, and notes where it, the graph and what the server has said contradict each other. */
  settle(log: readonly Revision[], newest: number, found: Sizes): void {
    for (const revision of log) this.follow(revision);
    if (this.read !== newest) this.problems.push(`The log ends at ${this.read}, the graph is at ${newest}.`);
    for (const { tag, acknowledged, logged } of this.attempts) {
      if (acknowledged === undefined || acknowledged === logged) continue;
      this.problems.push(`${tag} was acknowledged at ${acknowledged}; in the log it is at ${logged}.`);
    }
    this.settlePerhaps(found);
    this.problems.push(...differences(this.graph, found));
    this.doomed.clear();
    for (const [doc, size] of this.graph) this.doomed.set(doc, size);
  }

  /** Takes the groups that may have stayed from the graph. Those that stayed are newer than all that went. */
  private settlePerhaps(found: Sizes): void {
    const gone = [...this.perhaps].filter((doc) => !found.has(doc));
    const newestGone = Math.max(0, ...gone.map((doc) => this.writtenAt.get(doc) ?? 0));
    for (const doc of gone) this.graph.delete(doc);
    for (const doc of this.perhaps) {
      const isOlder = found.has(doc) && (this.writtenAt.get(doc) ?? 0) < newestGone;
      if (isOlder) this.problems.push(`doc:${doc} stayed, and a newer group went.`);
    }
    this.perhaps.clear();
  }

  private follow(revision: Revision): void {
    const { number, kind, tag } = revision;
    if (number !== this.read + 1) this.problems.push(`Revision ${number} follows ${this.read} in the log.`);
    this.read = number;
    const attempt = this.byTag.get(tag ?? "");
    if (attempt === undefined || attempt.kind !== kind) this.problems.push(`Revision ${number} is nobody's: ${tag}.`);
    else this.apply(attempt, revision);
  }

  private apply(attempt: Attempt, { number, listed, written, deleted }: Revision): void {
    const { tag, writes, deletes, replaces, refused, logged, since } = attempt;
    if (refused) this.problems.push(`${tag} changed nothing, says the server; it is at ${number} in the log.`);
    if (logged !== undefined) this.problems.push(`${tag} is in the log twice, at ${logged} and ${number}.`);
    attempt.logged = number;
    const gone = replaces ? groupsOf(this.graph) : deletes.filter(({ doc }) => this.graph.has(doc));
    if (listed !== tuplesOf([...writes, ...gone]) <= MAX_LISTED) {
      this.problems.push(`${tag} is ${listed ? "" : "not "}listed in the log.`);
    }
    if (listed) {
      const halves = [...differences(sizesOf(writes), written), ...differences(sizesOf(gone), deleted)];
      this.problems.push(...halves.map((half) => `${tag}, in the log: ${half}`));
    }
    for (const { doc } of gone) {
      if (replaces && (this.writtenAt.get(doc) ?? 0) > since) this.perhaps.add(doc);
      else this.graph.delete(doc);
    }
    for (const { doc, size } of writes) {
      this.graph.set(doc, size);
      this.writtenAt.set(doc, number);
    }
  }
}

function groupsOf(sizes: Sizes): Group[] {
  return [...sizes].map(([doc, size]) => ({ doc, size }));
}

function tuplesOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { size }) => sum + size, 0);
}
