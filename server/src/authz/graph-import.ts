import {
  type CsvReader,
  type Engine,
  EngineError,
  type Graph,
  lacking,
  type Meter,
  type RowVerdict,
  sameTerms,
  type Tuple,
} from "@cf-auth/engine";
import { WORK } from "../ports/work.ts";
import type { IneffectiveRows } from "./graph-service.ts";
import { MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { contextCharacters } from "./page-size.ts";

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
  "work_exceeded",
]);

/**
 * Decides about each row of an import. What the model does not allow is accepted where it is harmless, because that very
 * tuple is stored, so that an export can always be imported again; or wherever it comes from, or never.
 */
export function rowJudge(
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
    reader.push(piece);
    meter.work += piece.length * WORK.csvByte;
    yield;
  }
}

/** Whether the graph holds the tuple on just these terms. */
export function isStored(graph: Graph, tuple: Tuple): boolean {
  const found = graph.get(tuple);
  return found !== undefined && sameTerms(found, tuple);
}

/** How many tuples the model does not allow, or can't evaluate, of those that have not expired. */
export function ineffectiveIn(engine: Engine, file: Graph, now: number): number {
  const looking = engine.storedProblems(now, file);
  for (let step = looking.next(); ; step = looking.next()) {
    if (step.done) return step.value.ineffective + step.value.invalidContexts;
  }
}

/** What an import changes: counted, and listed unless it is too much to be kept line by line. */
export function compare(graph: Graph, file: Graph, replace: boolean, now: number) {
  const most = MAX_LOGGED;
  const { count: added, tuples: writes } = lacking(graph, file, { onTerms: true, most });
  const { count: removed, tuples: deletes } = replace
    ? lacking(file, graph, { onTerms: false, most, now })
    : { count: 0, tuples: [] };
  const isLogged = added + removed <= most && contextCharacters([...writes, ...deletes]) <= MAX_CHANGED_CHARACTERS;
  return { added, removed, draft: isLogged ? { writes, deletes } : undefined };
}
