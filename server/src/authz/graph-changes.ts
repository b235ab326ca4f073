import type { Update } from "./graph-service.ts";
import type { GraphStore } from "./graph-store.ts";

/** What a copy of the graph is at. */
export interface Known {
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
  known: Known | undefined,
  limit = Number.MAX_SAFE_INTEGER,
): Omit<Update, "snapshot" | "settings"> {
  const canFollow = known !== undefined && known.revision <= newest && store.isLoggedSince(known.revision);
  const from = canFollow ? known.revision : store.baseFor(newest);
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
