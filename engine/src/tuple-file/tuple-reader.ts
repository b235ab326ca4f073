import { EngineError, type EngineErrorCode } from "../errors.ts";
import { Graph } from "../graph/graph.ts";
import { Loader } from "../graph/loader.ts";
import type { Partition } from "../graph/partition.ts";
import type { Tuple } from "../tuple.ts";
import { Meter } from "../work/meter.ts";
import { runSteps, type Steps } from "../work/steps.ts";
import { Conflicts } from "./conflicts.ts";

/** A row that is invalid or probably unintended, by the line on which it starts. The first line is 1. */
export interface RowProblem {
  readonly line: number;
  readonly reason: string;
}

/**
 * Verdict on a well-formed row: stored as allowed, stored as ineffective, or dropped. `allowed` applies to all rows
 * of the same kind.
 */
export type RowVerdict = "allowed" | "ineffective" | "dropped";

export type JudgeRow = (tuple: Tuple) => RowVerdict;

/** Problems that are reported; a file of the wrong format would have one per line. */
export const MAX_PROBLEMS = 100;
/** Kinds of rows that the model doesn't allow. The model itself bounds the kinds that it allows. */
export const MAX_INEFFECTIVE_KINDS = 1_000;
/** Bytes of one row, far more than any tuple needs. Without a limit, an unclosed quote would buffer the whole file. */
export const MAX_ROW_BYTES = 1_000_000;
// The byte order mark of a file is removed before; anywhere else it is part of an id.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Reads tuples from a file, in pieces, into a graph. All or nothing: if any row is invalid, `finish` throws the code of
 * the file's form with `details.problems` (line and reason, at most 100) and `details.problemCount`.
 *
 * Rows may repeat with the same condition, context and expiry. If they repeat with different ones, the file needs a
 * second pass to find their lines: see `needsSecondPass`.
 */
export abstract class TupleReader {
  /** Valid rows so far, including repeated ones. */
  rows = 0;
  /** Rows that were dropped by their verdict. */
  dropped = 0;
  /** Rows that `judge` has examined so far: these take longest. */
  judged = 0;
  /** Invalid rows so far. */
  problemCount = 0;
  /** Rows that are probably unintended, at most 100. */
  readonly warnings: RowProblem[] = [];
  protected readonly graph = new Graph();
  protected readonly loader = new Loader(this.graph);
  private readonly problems: RowProblem[] = [];
  private readonly code: EngineErrorCode;
  private readonly judge: JudgeRow;
  private readonly ineffective = new Set<Partition>();
  private conflicts: Conflicts | undefined;
  private isLoaded = false;

  /**
   * `judge` may also refuse a well-formed tuple by throwing an `EngineError`. It is called for every tuple with a
   * condition or an expiry, and at least once for every other kind of tuple.
   */
  constructor(code: EngineErrorCode, judge: JudgeRow = () => "allowed") {
    this.code = code;
    this.judge = judge;
  }

  abstract push(chunk: Uint8Array): void;

  /** Begins to read at the start of the file. */
  protected abstract restart(): void;

  /** Reads what the last piece left over. */
  protected abstract end(): void;

  /**
   * Whether the whole file must be pushed again, to find the lines of conflicting rows. Call it after the last
   * piece.
   */
  needsSecondPass(): boolean {
    return runSteps(this.packInSteps(new Meter()));
  }

  /** As `needsSecondPass`, in steps: packs everything that was pushed. */
  *packInSteps(meter: Meter): Steps<boolean> {
    yield* this.load(meter);
    const { conflicts } = this.loader;
    if (conflicts.length === 0 || this.isSecondPass) return false;
    this.conflicts = new Conflicts(conflicts);
    this.restart();
    return true;
  }

  finish(): Graph {
    runSteps(this.load(new Meter()));
    if (this.isSecondPass) this.end();
    if (this.problemCount === 0) return this.graph;
    throw invalidFile(this.code, this.problems, this.problemCount);
  }

  /** Reports a row as invalid. */
  refuse(line: number, reason: string): void {
    this.problemCount++;
    if (this.problems.length < MAX_PROBLEMS) this.problems.push({ line, reason });
  }

  /** Reports a row as probably unintended. */
  protected warn(line: number, reason: string): void {
    if (!this.isSecondPass && this.warnings.length < MAX_PROBLEMS) this.warnings.push({ line, reason });
  }

  /** Whether this is the second pass: every row is well-formed, because it was read before. */
  protected get isSecondPass(): boolean {
    return this.conflicts !== undefined;
  }

  /** Reads a row, and reports it if that throws an `EngineError`. */
  protected attempt(line: number, read: () => void): void {
    try {
      read();
    } catch (error) {
      this.report(line, error);
    }
  }

  /** Reports a row as invalid by the error that reading it threw. Throws any other error. */
  protected report(line: number, error: unknown): void {
    if (!(error instanceof EngineError)) throw error;
    this.refuse(line, error.message);
  }

  /** Adds a row. Returns the kind of its tuple if `allowed` applies to all others of it. */
  protected add(tuple: Tuple, line: number): Partition | undefined {
    if (this.conflicts !== undefined) {
      const reason = this.conflicts.reasonAgainst(tuple, line);
      if (reason !== undefined) this.refuse(line, reason);
      return undefined;
    }
    this.judged++;
    const verdict = this.judge(tuple);
    if (verdict === "dropped") {
      this.dropped++;
      return undefined;
    }
    const partition = this.graph.partitionFor(tuple);
    if (verdict === "ineffective") this.noteIneffective(partition);
    this.loader.push(tuple);
    this.rows++;
    return verdict === "allowed" ? partition : undefined;
  }

  private *load(meter: Meter): Steps<void> {
    if (this.isLoaded) return;
    this.isLoaded = true;
    this.end();
    if (this.problemCount === 0) yield* this.loader.finishInSteps(meter);
  }

  private noteIneffective(partition: Partition): void {
    this.ineffective.add(partition);
    if (this.ineffective.size <= MAX_INEFFECTIVE_KINDS) return;
    const message = `Rows that the model does not allow are of more than ${MAX_INEFFECTIVE_KINDS} kinds.`;
    throw new EngineError(this.code, message);
  }
}

/** Creates the error about a file with these problems, of which the first 100 may be listed. */
export function invalidFile(code: EngineErrorCode, problems: readonly RowProblem[], problemCount: number): EngineError {
  const [first] = problems;
  const more = problemCount === 1 ? "" : ` (and ${problemCount - 1} more)`;
  return new EngineError(code, `Line ${first.line}: ${first.reason}${more}`, { problems, problemCount });
}

/** Reads a whole file. */
export function readTupleFile(text: string, reader: TupleReader): Graph {
  // Encoding as UTF-8 would replace lone surrogates.
  const malformed = text.isWellFormed() ? -1 : text.search(/\p{Surrogate}/u);
  if (malformed >= 0) reader.refuse(text.slice(0, malformed).split("\n").length, "The row is not well-formed Unicode.");
  const bytes = new TextEncoder().encode(text);
  reader.push(bytes);
  if (reader.needsSecondPass()) reader.push(bytes);
  return reader.finish();
}

/** The text of a row. Throws for one that is too long, or not UTF-8. */
export function decodeRow(code: EngineErrorCode, bytes: Uint8Array, tooLong: boolean): string {
  if (tooLong) throw new EngineError(code, `The row is longer than ${MAX_ROW_BYTES} bytes.`);
  try {
    return decoder.decode(bytes);
  } catch {
    throw new EngineError(code, "The row is not valid UTF-8.");
  }
}
