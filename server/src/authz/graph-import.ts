import {
  type CsvReader,
  type Engine,
  EngineError,
  type ExpiryCursor,
  Graph,
  hasExpired,
  type Meter,
  mergeGraphsInSteps,
  missingTuplesInSteps,
  type RowVerdict,
  type Steps,
  sameConditionAndExpiry,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import { WORK } from "../ports/work.ts";
import { FIRST_CURSOR, MAX_SCANNED_PER_STEP } from "./expiries.ts";
import type { IneffectiveRows } from "./graph-service.ts";
import type { StoredChange } from "./graph-store.ts";
import { contextCharacters, MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { tripleOf } from "./tuple-text.ts";

/** A revision that changes more tuples than this is kept as a snapshot, not line by line. */
export const MAX_LOGGED = 10_000;

/** Bytes of CSV that are read at one go. */
const CSV_PIECE_BYTES = 64 * 1024;

/** Why a model does not let a tuple be stored. */
const NOT_ALLOWED: ReadonlySet<string> = new Set([
  "unknown_type",
  "unknown_relation",
  "subject_not_allowed",
  "invalid_context",
  "work_limit_exceeded",
]);

/**
 * Decides about each row of an import. What the model does not allow is accepted where it is harmless, because that very
 * tuple is stored, so that an export can always be imported again; or wherever it comes from, or never.
 */
export function rowValidator(
  engine: Engine,
  isHarmless: (tuple: Tuple) => boolean,
  ineffective: IneffectiveRows = "refuse",
): (tuple: Tuple) => RowVerdict {
  return (tuple) => {
    try {
      engine.validate(tuple);
      return "allowed";
    } catch (error) {
      if (!(error instanceof EngineError && NOT_ALLOWED.has(error.code))) throw error;
      if (ineffective === "drop") return "dropped";
      if (ineffective === "keep" || isHarmless(tuple)) return "ineffective";
      throw error;
    }
  };
}

/** Reads a file in steps. */
export function* readInPieces(meter: Meter, bytes: Uint8Array, reader: CsvReader): Generator<void, void> {
  for (let at = 0; at < bytes.length; at += CSV_PIECE_BYTES) {
    const piece = bytes.subarray(at, at + CSV_PIECE_BYTES);
    const { judged } = reader;
    reader.push(piece);
    meter.work += piece.length * WORK.csvByte + (reader.judged - judged) * WORK.csvRow;
    yield;
  }
}

/** Whether the graph holds the tuple on just these terms. */
export function isStored(graph: Graph, tuple: Tuple): boolean {
  const found = graph.get(tuple);
  return found !== undefined && sameConditionAndExpiry(found, tuple);
}

/** What an import starts from. Both graphs stay as they are while that is compared. */
export interface Comparison {
  readonly engine: Engine;
  /** As it is before the import. */
  readonly graph: Graph;
  readonly file: Graph;
  readonly replace: boolean;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** What an import changes, in steps. */
export function* compareInSteps(meter: Meter, comparison: Comparison): Steps<ImportChanges> {
  const { engine, graph, file, replace, now } = comparison;
  const limit = MAX_LOGGED;
  const tuples = file.size;
  const problems = yield* engine.storedProblems(meter, now, file);
  const ineffective = problems.ineffective + problems.invalidContextCount;
  // As in a write: a row that has expired only ends what is there.
  const added = yield* missingTuplesInSteps(meter, graph, file, {
    includeChanged: true,
    limit,
    now,
    includeEnded: true,
  });
  const removed = replace
    ? yield* missingTuplesInSteps(meter, file, graph, { includeChanged: false, limit, now })
    : NOTHING;
  const isLogged =
    added.count + removed.count <= limit &&
    contextCharacters([...added.tuples, ...removed.tuples]) <= MAX_CHANGED_CHARACTERS;
  const whole = isLogged ? undefined : yield* wholeOf(meter, comparison);
  return new ImportChanges(comparison, { tuples, ineffective, added, removed, whole });
}

const NOTHING = { count: 0, tuples: [] };

/** The graph after an import, without what has expired; the file itself where that is the same. */
function* wholeOf(meter: Meter, { graph, file, replace, now }: Comparison): Steps<Graph> {
  if (!replace) return yield* mergeGraphsInSteps(meter, graph, file, now);
  for (let place: ExpiryCursor | undefined = FIRST_CURSOR; place !== undefined; ) {
    const scan = file.scanExpiry(place, Math.floor(now / 1000), MAX_SCANNED_PER_STEP, 1);
    if (scan.expired.length > 0) return yield* mergeGraphsInSteps(meter, new Graph(), file, now);
    place = scan.next;
    meter.work += scan.rows;
    if (meter.isDue) yield;
  }
  return file;
}

interface Compared {
  readonly tuples: number;
  readonly ineffective: number;
  readonly added: { readonly count: number; readonly tuples: readonly Tuple[] };
  readonly removed: { readonly count: number; readonly tuples: readonly Tuple[] };
  readonly whole: Graph | undefined;
}

/** What an import changes: tuple by tuple, or where that is too much to be kept, as a whole graph. */
export class ImportChanges {
  /** How many tuples the file has. */
  readonly tuples: number;
  /** How many of them the model does not allow, or can't evaluate, of those that have not expired. */
  readonly ineffective: number;
  added: number;
  removed: number;
  /** The graph after the import, where that takes the place of the present one. */
  readonly whole: Graph | undefined;
  private readonly comparison: Comparison;
  private readonly listed: { readonly writes: Map<string, Tuple>; readonly deletes: Map<string, Tuple> };
  /** Facts that have been written or deleted since the import began. */
  private readonly superseded = new Set<string>();

  constructor(comparison: Comparison, { tuples, ineffective, added, removed, whole }: Compared) {
    this.comparison = comparison;
    this.tuples = tuples;
    this.ineffective = ineffective;
    this.added = added.count;
    this.removed = removed.count;
    this.whole = whole;
    const byFact = (all: readonly Tuple[]) => new Map(all.map((tuple) => [factOf(tuple), tuple]));
    this.listed = { writes: byFact(added.tuples), deletes: byFact(removed.tuples) };
  }

  get writes(): readonly Tuple[] {
    return this.whole === undefined ? [...this.listed.writes.values()] : [];
  }

  get deletes(): readonly Tuple[] {
    return this.whole === undefined ? [...this.listed.deletes.values()] : [];
  }

  /** Leaves a tuple as others have written or deleted it since the import began: to be called with every change, in order. */
  supersede({ operation, tuple }: StoredChange): void {
    const fact = factOf(tuple);
    if (!this.superseded.has(fact)) {
      this.superseded.add(fact);
      // Before the whole graph is changed, which may be the file.
      this.discount(tuple);
      this.listed.writes.delete(fact);
      this.listed.deletes.delete(fact);
    }
    if (operation === "write") this.whole?.put(tuple);
    else this.whole?.remove(tuple);
  }

  private discount(key: TupleKey): void {
    const { graph, file, replace, now } = this.comparison;
    const row = file.get(key);
    if (row === undefined) {
      if (replace && graph.live(key, now) !== undefined) this.removed--;
    } else if (isStored(graph, row)) return;
    else if (!hasExpired(row, now) || graph.live(key, now) !== undefined) this.added--;
  }
}

function factOf(key: TupleKey): string {
  return JSON.stringify(tripleOf(key));
}
