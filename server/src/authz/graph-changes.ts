import {
  type Engine,
  type Graph,
  type Meter,
  parseTuple,
  sameConditionAndExpiry,
  type Tuple,
  type TupleKey,
} from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { Changes, Update } from "./graph-service.ts";
import type { GraphStore, StoredChange } from "./graph-store.ts";
import { contextCharacters, MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { tripleOf, tupleFrom } from "./tuple-text.ts";

/** Revision and model version of a copy of the graph. */
export interface CopyVersion {
  readonly revision: number;
  readonly modelVersion: number | null;
}

/**
 * Returns the changes that bring a copy up to the newest revision, starting from a snapshot if there is no copy or it is too
 * old. With a `limit`, returns about that many changes, and `more` if others follow.
 */
export function updateTo(
  store: GraphStore,
  newest: number,
  copy: CopyVersion | undefined,
  limit = Number.MAX_SAFE_INTEGER,
): Omit<Update, "snapshot" | "settings"> {
  const canFollow = copy !== undefined && copy.revision <= newest && store.isLoggedSince(copy.revision);
  const from = canFollow ? copy.revision : store.snapshotFor(newest);
  const revision = store.revisionWithin(from, newest, limit);
  const model = store.model({ revision });
  return {
    revision,
    from,
    changes: from === revision ? [] : [...store.changesBetween(from, revision)],
    model: model === undefined || copy?.modelVersion === model.version ? null : model,
    modelVersion: model?.version ?? null,
    more: revision < newest,
  };
}

/** Tuples by fact. Throws `duplicate_tuple` for two of the same fact with different condition, context or expiry. */
export function distinct<Key extends TupleKey>(tuples: readonly Key[]): Map<string, Key> {
  const found = new Map<string, Key>();
  for (const tuple of tuples) {
    const fact = JSON.stringify(tripleOf(tuple));
    const before = found.get(fact) ?? tuple;
    if (!sameConditionAndExpiry(before, tuple)) throw new AppError("duplicate_tuple", { tuple: tripleOf(tuple) });
    found.set(fact, before);
  }
  return found;
}

/** Throws `batch_too_large` if the contexts are too long for one write. */
export function requireShortContexts(tuples: Iterable<Tuple>): void {
  const count = contextCharacters(tuples);
  if (count <= MAX_CHANGED_CHARACTERS) return;
  const message = `The contexts of the tuples have ${count} characters; at most ${MAX_CHANGED_CHARACTERS} are accepted.`;
  throw new AppError("batch_too_large", { count, max: MAX_CHANGED_CHARACTERS, unit: "characters" }, message);
}

export function storedChanges(writes: readonly Tuple[], deletes: readonly TupleKey[]): StoredChange[] {
  return [
    ...deletes.map((tuple) => ({ operation: "delete" as const, tuple })),
    ...writes.map((tuple) => ({ operation: "write" as const, tuple })),
  ];
}

/** Input of a compaction. */
export interface Compaction {
  /** The graph at the revision, frozen. */
  readonly graph: Graph;
  readonly revision: number;
  /** Time of the revision in milliseconds since 1970. */
  readonly at: number;
  /** Time in milliseconds since 1970 before which history is dropped. */
  readonly oldest: number;
}

/**
 * Stores the graph as a new snapshot and drops expired history, in steps. Returns the revisions of the dropped snapshots. An
 * interrupted compaction leaves pieces behind, which the next one drops.
 */
export function* compactInSteps(meter: Meter, store: GraphStore, { graph, revision, at, oldest }: Compaction) {
  if (revision > store.snapshotFor(revision)) {
    yield* store.writeSnapshot(meter, revision, graph);
    store.completeSnapshot(revision, at);
  }
  return yield* store.prune(oldest);
}

/** The graph that changes are checked against, at a time in milliseconds since 1970. */
interface Checked {
  readonly engine: Pick<Engine, "validate">;
  readonly graph: Graph;
  readonly now: number;
  /** Throws for a tuple with names that no version of the model has. */
  requireFindable(key: TupleKey): void;
}

/**
 * The changes that have an effect. Throws for tuples that the model doesn't allow, `duplicate_tuple` for one that is written and
 * deleted, and `precondition_failed`.
 */
export function effectiveChanges(
  { writes, deletes, mustExist, mustNotExist }: Changes,
  { engine, graph, now, requireFindable }: Checked,
): { readonly writes: Tuple[]; readonly deletes: TupleKey[] } {
  const isThere = (key: TupleKey) => graph.live(key, now) !== undefined;
  const written = distinct(writes.map(tupleFrom));
  const deleted = distinct(deletes.map(parseTuple));
  requireShortContexts(written.values());
  for (const [key, tuple] of written) {
    engine.validate(tuple);
    if (deleted.has(key)) throw new AppError("duplicate_tuple", { tuple: tripleOf(tuple) });
  }
  const present = mustExist.map(parseTuple);
  const absent = mustNotExist.map(parseTuple);
  for (const key of [...deleted.values(), ...present, ...absent]) requireFindable(key);
  const missing = present.find((key) => !isThere(key));
  if (missing !== undefined) throw new AppError("precondition_failed", { missing: tripleOf(missing) });
  const existing = absent.find(isThere);
  if (existing !== undefined) throw new AppError("precondition_failed", { present: tripleOf(existing) });
  return {
    writes: [...written.values()].filter((tuple) => graph.wouldChange(tuple, now)),
    deletes: [...deleted.values()].filter(isThere),
  };
}
