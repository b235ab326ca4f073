import { type ExpiryCursor, type Graph, Meter, type Tuple } from "@cf-auth/engine";
import type { Slices } from "./slices.ts";

/** Expired tuples removed at one go, and tuples that are looked at for them. */
const MAX_REMOVED_PER_STEP = 500;
export const MAX_SCANNED_PER_STEP = 20_000;
/** Places at which there may be a tuple that ends which are looked through while others wait. */
const MAX_EXPIRY_SCAN = 100_000;
/** Units of work that writing a change takes. */
const CHANGE_WORK = 200;
export const FIRST_CURSOR: ExpiryCursor = { partition: 0, object: 0 };

/** When the tuples of a graph end, and their removal once they have. */
export class Expiries {
  private readonly graph: () => Graph | undefined;
  private readonly remove: (expired: readonly Tuple[]) => void;
  private readonly clock: () => number;
  private readonly slices: Slices;
  /** When the first tuple ends, in seconds; undefined until it is looked up, Infinity where none does. */
  private first: number | undefined;

  /** `graph` is the present one, whenever it is asked for and in memory. The clock tells milliseconds since 1970. */
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

  /** When the next tuple ends, in milliseconds since 1970, or some time before. */
  get next(): number | undefined {
    const graph = this.graph();
    this.first ??= graph && this.firstKnown(graph);
    // The same where nothing is in memory yet.
    const first = this.first ?? 0;
    return first === Number.POSITIVE_INFINITY ? undefined : first * 1000;
  }

  /** Whether a tuple may have expired at a time, in milliseconds since 1970, that was not removed yet. */
  mayHaveSome(now: number): boolean {
    const { next } = this;
    return next !== undefined && next <= now;
  }

  /** To be called with what is written. */
  noteWrites(writes: readonly Tuple[]): void {
    if (this.first === undefined) return;
    for (const { expiresAt } of writes) {
      if (expiresAt !== undefined) this.first = Math.min(this.first, expiresAt);
    }
  }

  /** To be called when another graph takes the place of the present one. */
  forget(): void {
    this.first = undefined;
  }

  /** Removes tuples of the present graph that have ended, in slices. `changed` is called after each change. */
  async sweep(graph: Graph, changed: () => void): Promise<void> {
    const { next } = this;
    if (next === undefined || next > this.clock()) return;
    const meter = new Meter();
    await this.slices.drain(meter, this.sweeping(meter, graph), changed);
    changed();
  }

  /** Looked up where that is soon done; otherwise at once, so that `sweep` looks. */
  private firstKnown(graph: Graph): number {
    return graph.expiryScanSize > MAX_EXPIRY_SCAN ? 0 : (graph.firstExpiry() ?? Number.POSITIVE_INFINITY);
  }

  private *sweeping(meter: Meter, graph: Graph): Generator<void, void> {
    // What is written from now on is noted in there.
    this.first = Number.POSITIVE_INFINITY;
    for (let place: ExpiryCursor | undefined = FIRST_CURSOR; place !== undefined; ) {
      const scan = graph.scanExpiry(place, Math.floor(this.clock() / 1000), MAX_SCANNED_PER_STEP, MAX_REMOVED_PER_STEP);
      this.remove(scan.expired);
      this.first = Math.min(this.first, scan.first);
      meter.work += scan.rows + scan.expired.length * CHANGE_WORK;
      place = scan.next;
      if (place === undefined) return;
      if (meter.isDue || scan.expired.length > 0) yield;
      // A graph that has been put in its place is looked through by itself.
      if (this.graph() !== graph) return this.forget();
    }
  }
}
