import {
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
  type TupleReader,
} from "@cf-auth/engine";
import { WORK } from "../ports/work.ts";
import { FIRST_CURSOR, MAX_SCANNED_PER_STEP } from "./expiries.ts";
import type { IneffectiveRows } from "./graph-service.ts";
import type { StoredChange } from "./graph-store.ts";
import { contextCharacters, MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { tripleOf } from "./tuple-text.ts";

/** Maximum number of changes that a revision logs one by one. A larger revision is stored as a snapshot. */
export const MAX_LOGGED = 10_000;

/** Bytes of a file that are read without a pause. */
const PIECE_BYTES = 64 * 1024;

/** Error codes of a tuple that the model doesn't allow. */
const NOT_ALLOWED: ReadonlySet<string> = new Set([
  "unknown_type",
  "unknown_relation",
  "subject_not_allowed",
  "invalid_context",
  "work_limit_exceeded",
]);

/**
 * Returns a function that validates each row of an import. With `refuse`, a row that the model doesn't allow is accepted if
 * it is harmless, so that an export can always be imported again. `keep` accepts all such rows, and `drop` leaves them out.
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

/** Parses the bytes in steps. */
export function* readInPieces(meter: Meter, bytes: Uint8Array, reader: TupleReader): Generator<void, void> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const piece = bytes.subarray(at, at + PIECE_BYTES);
    const { judged } = reader;
    reader.push(piece);
    meter.work += piece.length * WORK.csvByte + (reader.judged - judged) * WORK.csvRow;
    yield;
  }
}

/** Whether the graph has the tuple with the same condition, context and expiry. */
export function isStored(graph: Graph, tuple: Tuple): boolean {
  const found = graph.get(tuple);
  return found !== undefined && sameConditionAndExpiry(found, tuple);
}

/** Input of an import's comparison. Both graphs are frozen meanwhile. */
export interface Comparison {
  readonly engine: Engine;
  /** The graph before the import. */
  readonly graph: Graph;
  readonly file: Graph;
  readonly replace: boolean;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/** Computes the changes of an import, in steps. */
export function* compareInSteps(meter: Meter, comparison: Comparison): Steps<ImportChanges> {
  const { engine, graph, file, replace, now } = comparison;
  const limit = MAX_LOGGED;
  const tuples = file.size;
  const problems = yield* engine.storedProblems(meter, now, file);
  const ineffective = problems.ineffective + problems.invalidContextCount;
  // As in a write, an expired row only deletes the stored tuple.
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

/** The graph after an import, without expired tuples: the file itself if it is the same. */
function* wholeOf(meter: Meter, { graph, file, replace, now }: Comparison): Steps<Graph> {
  if (!replace) return yield* mergeGraphsInSteps(meter, graph, file, now);
  for (let cursor: ExpiryCursor | undefined = FIRST_CURSOR; cursor !== undefined; ) {
    const scan = file.scanExpiry(cursor, Math.floor(now / 1000), MAX_SCANNED_PER_STEP, 1);
    if (scan.expired.length > 0) return yield* mergeGraphsInSteps(meter, new Graph(), file, now);
    cursor = scan.next;
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

/** Changes of an import: single tuples, or a whole graph if there are too many to log. */
export class ImportChanges {
  /** Number of tuples in the file. */
  readonly tuples: number;
  /** Number of unexpired tuples in the file that the model doesn't allow or can't evaluate. */
  readonly ineffective: number;
  added: number;
  removed: number;
  /** The graph that replaces the present one; undefined if single tuples change. */
  readonly whole: Graph | undefined;
  private readonly comparison: Comparison;
  private readonly listed: { readonly writes: Map<string, Tuple>; readonly deletes: Map<string, Tuple> };
  /** Facts that other writes changed since the import began. */
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

  /** Lets a write that happened since the import began win over the file. Call it with every change, in order. */
  supersede({ operation, tuple }: StoredChange): void {
    const fact = factOf(tuple);
    if (!this.superseded.has(fact)) {
      this.superseded.add(fact);
      // Before `whole` changes, which may be the file itself.
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
