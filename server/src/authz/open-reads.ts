import { type Graph, type RollbackChanges, TaskInvalidated, type Tuple, type TupleKey } from "@cf-auth/engine";
import { tripleOf } from "./tuple-text.ts";

/** Maximum number of facts that a read rolls back. Each costs some microseconds in every slice. */
export const MAX_ROLLBACK_FACTS = 1000;

/**
 * Reads of one graph that run in slices while the graph changes. Each read sees the graph as it was when the read began:
 * the facts that changed since are recorded for it.
 */
export class OpenReads {
  /** Weak references, because a cancelled request never ends its read. */
  private reads: WeakRef<OpenRead>[] = [];

  begin(): OpenRead {
    const read = new OpenRead(() => {
      this.reads = this.reads.filter((one) => one.deref() !== undefined && one.deref() !== read);
    });
    this.reads.push(new WeakRef(read));
    return read;
  }

  /** Records these tuples for all open reads. Call it before writing or deleting them. */
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
  /** Undefined if the fact was not stored. */
  readonly tuple: Tuple | undefined;
}

/** One read that runs in slices. */
export class OpenRead {
  /** Ends the read. */
  readonly end: () => void;
  private readonly before = new Map<string, Before>();
  private cached: RollbackChanges | undefined;

  constructor(end: () => void) {
    this.end = end;
  }

  record(fact: string, before: Before): void {
    // Beyond the limit the read is invalidated anyway.
    if (this.before.has(fact) || this.before.size > MAX_ROLLBACK_FACTS) return;
    this.before.set(fact, before);
    this.cached = undefined;
  }

  /** Changes that roll the graph back for this read; undefined if there are none. Throws `TaskInvalidated` beyond the limit. */
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
