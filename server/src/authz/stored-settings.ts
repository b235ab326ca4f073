import type { Graph, Tuple } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphStore } from "./graph-store.ts";
import { MAX_STORED_KINDS } from "./limits.ts";
import { DEFAULT_SETTINGS, type GraphSettings, type SettingsChange } from "./settings.ts";

const OWN = "settings";
/** Of the tenants above. */
const INHERITED = "inherited-settings";

/** The settings of a tenant's graph. */
export class StoredSettings {
  private readonly store: GraphStore;

  constructor(store: GraphStore) {
    this.store = store;
  }

  get all(): GraphSettings {
    return { ...DEFAULT_SETTINGS, ...this.configured };
  }

  /** What is set for the tenant, by itself over those above it. */
  get configured(): Partial<GraphSettings> {
    return { ...this.of(INHERITED), ...this.of(OWN) };
  }

  /** Null takes back what the tenant has set for itself. */
  change(change: SettingsChange): void {
    const own = Object.entries({ ...this.of(OWN), ...change });
    this.store.putDocument(OWN, Object.fromEntries(own.filter(([, value]) => value !== null)));
  }

  /** Takes what is set above the tenant in the place of what was. */
  inherit(settings: Partial<GraphSettings>): void {
    this.store.putDocument(INHERITED, settings);
  }

  private of(key: string): Partial<GraphSettings> | undefined {
    return this.store.document<Partial<GraphSettings>>(key);
  }
}

/**
 * Throws `tuple_limit_reached` where the graph would have tuples of too many kinds once these are written: every kind takes memory of
 * its own, and a type has room for so many only.
 */
export function requireKindLimit(graph: Graph, writes: readonly Tuple[], maximum = MAX_STORED_KINDS): void {
  // Most graphs are far from it, and are not looked through.
  if (graph.allPartitions().length + writes.length <= maximum) return;
  const stored = graph.allPartitions().filter(({ size }) => size > 0);
  const kinds = new Set(
    stored.map(({ kind: { objectType, relation, subjectType, subjectRelation, wildcard, condition } }) =>
      JSON.stringify([objectType.name, relation, subjectType.name, subjectRelation, wildcard, condition ?? null]),
    ),
  );
  for (const tuple of writes) kinds.add(kindOf(tuple));
  if (kinds.size <= maximum) return;
  const message = `The graph would have ${kinds.size} kinds of tuples, more than ${maximum}; nothing was changed.`;
  throw new AppError("tuple_limit_reached", { kinds: kinds.size, maxKinds: maximum }, message);
}

/** Throws `tuple_limit_reached` where so many tuples, or the memory of the graph, would be more than the tenant may have. */
export function requireCapacity(tuples: number, graph: Graph, { maxTuples, maxBytes }: GraphSettings): void {
  if (tuples > maxTuples) {
    const message = `The graph would have ${tuples} tuples, more than ${maxTuples}; nothing was changed.`;
    throw new AppError("tuple_limit_reached", { tuples, maxTuples }, message);
  }
  const { bytes } = graph.stats();
  if (bytes > maxBytes) {
    const message = `The graph takes ${bytes} bytes of memory, more than ${maxBytes}; nothing was changed.`;
    throw new AppError("tuple_limit_reached", { bytes, maxBytes }, message);
  }
}

function kindOf({
  objectType,
  relation,
  subjectType,
  subjectId,
  subjectRelation,
  condition,
  expiresAt,
}: Tuple): string {
  // Those that only expire are a kind, too.
  const terms = condition ?? (expiresAt === undefined ? null : "");
  return JSON.stringify([objectType, relation, subjectType, subjectRelation, subjectId === "*", terms]);
}
