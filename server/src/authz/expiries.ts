import { type ExpiryCursor, type Graph, Meter, type Tuple } from "@cf-auth/engine";
import type { Slices } from "./slices.ts";

/** Maximum number of expired tuples removed, and of tuples scanned for them, in one step. */
const MAX_REMOVED_PER_STEP = 500;
export const MAX_SCANNED_PER_STEP = 20_000;
/** Maximum number of slots that are scanned for the first expiry without a pause. */
const MAX_EXPIRY_SCAN = 100_000;
/** Units of work of writing one change. */
const CHANGE_WORK = 200;
export const FIRST_CURSOR: ExpiryCursor = { partition: 0, object: 0 };

/** Tracks when tuples of a graph expire, and removes expired tuples. */
export class Expiries {
  private readonly graph: () => Graph | undefined;
  private readonly remove: (expired: readonly Tuple[]) => void;
  private readonly clock: () => number;
  private readonly slices: Slices;
  /** First expiry in seconds since 1970: undefined until it is computed, Infinity if no tuple expires. */
  private first: number | undefined;

  /** `graph` returns the present graph if it is in memory. `clock` returns milliseconds since 1970. */
  constructor(
    graph: () => Graph | undefined,
    remove: (expired: readonly Tuple[]) => void,
    clock: () => number,
    slices: Slices,
  ) {
    this.graph = graph;
    this.remove = remove;
    this.clock = clock;
    this.slices = slices;
  }

  /** Time of the next expiry in milliseconds since 1970, or an earlier time. */
  get next(): number | undefined {
    const graph = this.graph();
    this.first ??= graph && this.computeFirst(graph);
    // 0 if the graph isn't in memory yet.
    const first = this.first ?? 0;
    return first === Number.POSITIVE_INFINITY ? undefined : first * 1000;
  }

  /** Whether the graph may have tuples that expired by this time, in milliseconds since 1970. */
  mayHaveSome(now: number): boolean {
    const { next } = this;
    return next !== undefined && next <= now;
  }

  /** Takes the expiries of written tuples into account. */
  noteWrites(writes: readonly Tuple[]): void {
    if (this.first === undefined) return;
    for (const { expiresAt } of writes) {
      if (expiresAt !== undefined) this.first = Math.min(this.first, expiresAt);
    }
  }

  /** Resets the first expiry. Call it when another graph replaces the present one. */
  forget(): void {
    this.first = undefined;
  }

  /** Removes expired tuples of the present graph, in slices. Calls `changed` after each change. */
  async sweep(graph: Graph, changed: () => void): Promise<void> {
    const { next } = this;
    if (next === undefined || next > this.clock()) return;
    const meter = new Meter();
    await this.slices.drain(meter, this.sweeping(meter, graph), changed);
    changed();
  }

  /** Computes the first expiry, or returns 0 for a large graph, so that `sweep` computes it in slices. */
  private computeFirst(graph: Graph): number {
    return graph.expiryScanSize > MAX_EXPIRY_SCAN ? 0 : (graph.firstExpiry() ?? Number.POSITIVE_INFINITY);
  }

  private *sweeping(meter: Meter, graph: Graph): Generator<void, void> {
    // `noteWrites` lowers it for tuples written meanwhile.
    this.first = Number.POSITIVE_INFINITY;
    for (let cursor: ExpiryCursor | undefined = FIRST_CURSOR; cursor !== undefined; ) {
      const scan = graph.scanExpiry(
        cursor,
        Math.floor(this.clock() / 1000),
        MAX_SCANNED_PER_STEP,
        MAX_REMOVED_PER_STEP,
      );
      this.remove(scan.expired);
      this.first = Math.min(this.first, scan.first);
      meter.work += scan.rows + scan.expired.length * CHANGE_WORK;
      cursor = scan.next;
      if (cursor === undefined) return;
      if (meter.isDue || scan.expired.length > 0) yield;
      // A graph that has replaced this one gets a sweep of its own.
      if (this.graph() !== graph) return this.forget();
    }
  }
}
