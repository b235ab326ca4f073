import { type Graph, type RollbackChanges, TaskInvalidated, type Tuple, type TupleKey } from "@cf-auth/engine";
import { tripleOf } from "./tuple-text.ts";

/** Facts that a read may have to be shown as they were: each costs some microseconds in every slice. */
export const MAX_ROLLBACK_FACTS = 1000;

/**
 * The reads of one graph that are done in slices while it goes on being changed. Each answers about the graph as it was when
 * it began, so what has changed since is kept for it.
 */
export class OpenReads {
  /** Weak, since a request that is cancelled never ends its read. */
  private reads: WeakRef<OpenRead>[] = [];

  begin(): OpenRead {
    const read = new OpenRead(() => {
      this.reads = this.reads.filter((one) => one.deref() !== undefined && one.deref() !== read);
    });
    this.reads.push(new WeakRef(read));
    return read;
  }

  /** To be called before any of these tuples is written or deleted. */
  willChange(graph: Graph, keys: Iterable<TupleKey>): void {
    const open = this.reads.flatMap((one) => one.deref() ?? []);
    if (open.length === 0) return;
    for (const key of keys) {
      const fact = JSON.stringify(tripleOf(key));
      const before = { key, tuple: graph.get(key) };
      for (const read of open) read.record(fact, before);
    }
  }
}

interface Before {
  readonly key: TupleKey;
  /** Undefined where the fact was not stored. */
  readonly tuple: Tuple | undefined;
}

/** One read that is done in slices. */
export class OpenRead {
  /** Ends it. */
  readonly end: () => void;
  private readonly before = new Map<string, Before>();
  private cached: RollbackChanges | undefined;

  constructor(end: () => void) {
    this.end = end;
  }

  record(fact: string, before: Before): void {
    // More is not kept: by then it is overtaken.
    if (this.before.has(fact) || this.before.size > MAX_ROLLBACK_FACTS) return;
    this.before.set(fact, before);
    this.cached = undefined;
  }

  /** What the graph needs to be as it was; undefined where it is. Throws `TaskOvertaken` where that is too much. */
  rollback(): RollbackChanges | undefined {
    if (this.before.size > MAX_ROLLBACK_FACTS) throw new TaskInvalidated();
    if (this.before.size === 0) return undefined;
    const all = [...this.before.values()];
    this.cached ??= {
      add: all.flatMap(({ tuple }) => tuple ?? []),
      remove: all.filter(({ tuple }) => tuple === undefined).map(({ key }) => key),
    };
    return this.cached;
  }
}
