import { type Graph, type Meter, sameConditionAndExpiry, type Tuple, type TupleKey } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { Update } from "./graph-service.ts";
import type { GraphStore, StoredChange } from "./graph-store.ts";
import { contextCharacters, MAX_CHANGED_CHARACTERS } from "./limits.ts";
import { tripleOf } from "./tuple-text.ts";

/** What a copy of the graph is at. */
export interface CopyVersion {
  readonly revision: number;
  readonly modelVersion: number | null;
}

/**
 * What brings a copy of the graph up to the newest revision; the base it starts from where the copy is none or too old.
 * With a `limit`, about so many changes, and `more` where that is not all.
 */
export function updateTo(
  store: GraphStore,
  newest: number,
  known: CopyVersion | undefined,
  limit = Number.MAX_SAFE_INTEGER,
): Omit<Update, "snapshot" | "settings"> {
  const canFollow = known !== undefined && known.revision <= newest && store.isLoggedSince(known.revision);
  const from = canFollow ? known.revision : store.snapshotFor(newest);
  const revision = store.revisionWithin(from, newest, limit);
  const model = store.model({ revision });
  return {
    revision,
    from,
    changes: from === revision ? [] : [...store.changesBetween(from, revision)],
    model: model === undefined || known?.modelVersion === model.version ? null : model,
    modelVersion: model?.version ?? null,
    more: revision < newest,
  };
}

/** Each fact once. Throws `duplicate_tuple` for one that is given twice, on different terms. */
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

/** Throws `batch_too_large` where their contexts are more than a revision keeps one by one. */
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

/** The graph at one revision, which does not change, when that is compacted, and until when the past is no longer kept; in milliseconds. */
export interface Compaction {
  readonly graph: Graph;
  readonly revision: number;
  readonly at: number;
  readonly oldest: number;
}

/**
 * Makes the graph a new base, and drops what is past its time, in steps. The bases that were dropped. One that is cut off
 * leaves pieces behind, which the next one drops.
 */
export function* compactInSteps(meter: Meter, store: GraphStore, { graph, revision, at, oldest }: Compaction) {
  if (revision > store.snapshotFor(revision)) {
    yield* store.writeSnapshot(meter, revision, graph);
    store.completeSnapshot(revision, at);
  }
  return yield* store.prune(oldest);
}
