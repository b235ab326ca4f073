import { hasExpired, Meter, type ReadFormat, type Tuple, type TupleReader, tupleReader } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import { compareInSteps, type ImportChanges, isStored, readInPieces, rowValidator } from "./graph-import.ts";
import type { GraphMemory } from "./graph-memory.ts";
import type { ImportRequest, ImportResult, Origin, TupleFile } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { changesInSteps } from "./loaded-graph.ts";
import type { Slices } from "./slices.ts";

/** The graph that an import is applied to. */
export interface ImportTarget {
  /** Throws `tuple_limit_reached` if the changes exceed the tenant's limits. */
  requireCapacityFor(changes: ImportChanges): void;
  /** Commits the changes in one transaction with `also`. Returns the new revision. */
  apply(changes: ImportChanges, origin: Origin, also: (revision: number) => void): Promise<number>;
}

/**
 * Imports into a tenant's graph. The file is read and compared with the graph in slices, and tuples written meanwhile win
 * over the file. Writes wait only while the result is applied, which is atomic.
 */
export class Importer {
  private readonly store: GraphStore;
  private readonly memory: GraphMemory;
  private readonly slices: Slices;
  private readonly clock: () => number;
  private readonly target: ImportTarget;

  constructor(store: GraphStore, memory: GraphMemory, slices: Slices, clock: () => number, target: ImportTarget) {
    this.store = store;
    this.memory = memory;
    this.slices = slices;
    this.clock = clock;
    this.target = target;
  }

  /** Returns a reader for a file of this form. Throws `model_not_found`. */
  async reader({ ineffective }: ImportRequest, format: ReadFormat): Promise<TupleReader> {
    return await this.memory.whenLoaded(() => {
      const { engine, graph } = this.memory.ready;
      // An expired row isn't stored; it may come from an export made before it expired.
      const isHarmless = (tuple: Tuple) =>
        hasExpired(tuple, this.clock()) || isStored(this.memory.cached?.graph ?? graph, tuple);
      return tupleReader(format, rowValidator(engine, isHarmless, ineffective));
    });
  }

  /** Imports a whole file, which is CSV by default. */
  async readText(
    { text, format = "csv", ...request }: ImportRequest & Pick<TupleFile, "text"> & Partial<TupleFile>,
    origin: Origin,
  ): Promise<ImportResult> {
    const since = this.store.revision;
    const reader = await this.reader(request, format);
    const bytes = new TextEncoder().encode(text);
    do await this.read(reader, bytes);
    while (await this.mustReadAgain(reader));
    return await this.import(reader, { ...request, since }, origin);
  }

  /** Reads a part of the file, in slices. */
  async read(reader: TupleReader, bytes: Uint8Array): Promise<void> {
    const meter = new Meter();
    await this.slices.drain(meter, readInPieces(meter, bytes, reader));
  }

  /** Packs the rows read so far, in slices. Returns whether the file has to be read again. */
  async mustReadAgain(reader: TupleReader): Promise<boolean> {
    const meter = new Meter();
    return (await this.slices.drain(meter, reader.packInSteps(meter))).value;
  }

  /**
   * Applies the file, all or nothing. `replace` also removes tuples that the file lacks, except those written after the
   * revision `since`, at which the import began. A dry run only counts. `onStored` receives the result in the same
   * transaction. Throws `import_superseded` if the log doesn't have every change since then.
   */
  async import(
    reader: TupleReader,
    request: ImportRequest & { since: number },
    origin: Origin,
    onStored: (result: ImportResult) => void = () => undefined,
  ): Promise<ImportResult> {
    const { dropped: droppedCount, warnings } = reader;
    const changes = await this.memory.whenLoaded(() => this.compare(reader, request));
    let at = await this.catchUp(changes, request.since);
    const resultAt = (revision: number): ImportResult => {
      const { tuples: tupleCount, added: addedCount, removed: removedCount, ineffective: ineffectiveCount } = changes;
      const unchangedCount = Math.max(tupleCount - addedCount, 0);
      const counts = { tupleCount, addedCount, removedCount, unchangedCount, ineffectiveCount, droppedCount };
      return { ...counts, warnings, revision };
    };
    if (request.dryRun) {
      await this.memory.whenLoaded(() => this.target.requireCapacityFor(changes));
      onStored(resultAt(at));
      return resultAt(at);
    }
    const last = async () => {
      at = await this.catchUp(changes, at);
      this.target.requireCapacityFor(changes);
      return resultAt(await this.target.apply(changes, origin, (revision) => onStored(resultAt(revision))));
    };
    return await this.memory.whenLoaded(() => this.memory.withoutWrites(last));
  }

  private async compare(reader: TupleReader, { replace }: ImportRequest): Promise<ImportChanges> {
    const { engine, graph } = this.memory.ready;
    const meter = new Meter();
    const comparison = { engine, graph: graph.frozen(), file: reader.finish(), replace, now: this.clock() };
    return (await this.slices.drain(meter, compareInSteps(meter, comparison))).value;
  }

  /** Lets the changes after a revision win over the file. Returns the revision up to which they are included. */
  private async catchUp(changes: ImportChanges, since: number): Promise<number> {
    const { revision } = this.store;
    const meter = new Meter();
    this.requireLogged(since);
    const steps = changesInSteps(meter, this.store, since, revision, (change) => changes.supersede(change));
    await this.slices.drain(meter, steps);
    // The log may have been pruned meanwhile.
    this.requireLogged(since);
    return revision;
  }

  private requireLogged(since: number): void {
    if (!this.store.isLoggedSince(since)) throw new AppError("import_superseded");
  }
}
