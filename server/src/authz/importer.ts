import { CsvReader, hasExpired, Meter, type Tuple } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import { compareInSteps, type ImportChanges, isStored, readInPieces, rowValidator } from "./graph-import.ts";
import type { GraphMemory } from "./graph-memory.ts";
import type { ImportRequest, ImportResult, Origin } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";
import { changesInSteps } from "./loaded-graph.ts";
import type { Slices } from "./slices.ts";

/** What puts an import in place of what is there. Throws `tuple_limit_reached` where that would be too much. */
export interface ImportTarget {
  requireCapacityFor(changes: ImportChanges): void;
  /** At once, with whatever else is to be stored: all of it or nothing. The revision after that. */
  apply(changes: ImportChanges, origin: Origin, also: (revision: number) => void): Promise<number>;
}

/**
 * Imports into a tenant's graph. The file is read, and compared with the graph as it was, in slices; what is written
 * meanwhile stays. Only the last of it keeps writes waiting, and the graph is changed at a stroke.
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

  /** A reader of what is to be imported. Throws `model_not_found`. */
  async reader({ ineffective }: ImportRequest): Promise<CsvReader> {
    return await this.memory.whenLoaded(() => {
      const { engine, graph } = this.memory.ready;
      // What has expired is not stored, and only ends what is: it may have been exported before it expired.
      const isHarmless = (tuple: Tuple) =>
        hasExpired(tuple, this.clock()) || isStored(this.memory.cached?.graph ?? graph, tuple);
      return new CsvReader(rowValidator(engine, isHarmless, ineffective));
    });
  }

  async readCsv({ csv, ...request }: ImportRequest & { csv: string }, origin: Origin): Promise<ImportResult> {
    const since = this.store.revision;
    const reader = await this.reader(request);
    const bytes = new TextEncoder().encode(csv);
    do await this.read(reader, bytes);
    while (await this.mustReadAgain(reader));
    return await this.import(reader, { ...request, since }, origin);
  }

  /** Has the reader read some of the file, in slices. */
  async read(reader: CsvReader, bytes: Uint8Array): Promise<void> {
    const meter = new Meter();
    await this.slices.drain(meter, readInPieces(meter, bytes, reader));
  }

  /** As the reader says, once it has packed all that was pushed, which takes slices. */
  async mustReadAgain(reader: CsvReader): Promise<boolean> {
    const meter = new Meter();
    return (await this.slices.drain(meter, reader.packInSteps(meter))).value;
  }

  /**
   * All or nothing. `replace` also removes what the file does not have, except what was written after the revision
   * `since`, at which the import began; a dry run only counts. The result is given to `keep` when it is stored, so that
   * both are or neither. Throws `import_superseded` when so much was changed meanwhile that the log does not have it.
   */
  async import(
    reader: CsvReader,
    request: ImportRequest & { since: number },
    origin: Origin,
    keep: (result: ImportResult) => void = () => undefined,
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
      keep(resultAt(at));
      return resultAt(at);
    }
    const last = async () => {
      at = await this.catchUp(changes, at);
      this.target.requireCapacityFor(changes);
      return resultAt(await this.target.apply(changes, origin, (revision) => keep(resultAt(revision))));
    };
    return await this.memory.whenLoaded(() => this.memory.withoutWrites(last));
  }

  private async compare(reader: CsvReader, { replace }: ImportRequest): Promise<ImportChanges> {
    const { engine, graph } = this.memory.ready;
    const meter = new Meter();
    const comparison = { engine, graph: graph.frozen(), file: reader.finish(), replace, now: this.clock() };
    return (await this.slices.drain(meter, compareInSteps(meter, comparison))).value;
  }

  /** Leaves what was changed after a revision as it is now; the revision up to which that is so. */
  private async catchUp(changes: ImportChanges, since: number): Promise<number> {
    const { revision } = this.store;
    const meter = new Meter();
    this.requireLogged(since);
    const steps = changesInSteps(meter, this.store, since, revision, (change) => changes.supersede(change));
    await this.slices.drain(meter, steps);
    // It may have been cut off meanwhile.
    this.requireLogged(since);
    return revision;
  }

  private requireLogged(since: number): void {
    if (!this.store.isLoggedSince(since)) throw new AppError("import_superseded");
  }
}
