import type { Graph, Tuple } from "@cf-auth/engine";
import { AppError } from "../shared/errors/app-error.ts";
import type { GraphStore } from "./graph-store.ts";
import { MAX_STORED_KINDS } from "./limits.ts";
import { DEFAULT_SETTINGS, type GraphSettings, type SettingsChange } from "./settings.ts";

const OWN = "settings";
/** Settings of the ancestors. */
const INHERITED = "inherited-settings";

const RAISED = "Only a platform admin may raise maxStalenessSeconds. A key may lower it.";

/** Settings of a tenant's graph, as documents in its object. */
export class StoredSettings {
  private readonly store: GraphStore;

  constructor(store: GraphStore) {
    this.store = store;
  }

  get all(): GraphSettings {
    return { ...DEFAULT_SETTINGS, ...this.configured };
  }

  /** The inherited settings, overridden by the tenant's own. Without defaults. */
  get configured(): Partial<GraphSettings> {
    return { ...this.of(INHERITED), ...this.of(OWN) };
  }

  /**
   * Updates the tenant's own settings; null resets one. Throws `forbidden` for a change that raises `maxStalenessSeconds` and may
   * not: a revoked key counts as long with consistency `fast`, so a stolen one could extend its own life.
   */
  change(change: SettingsChange, mayRaiseStaleness: boolean): void {
    const entries = Object.entries({ ...this.of(OWN), ...change }).filter(([, value]) => value !== null);
    const own: Partial<GraphSettings> = Object.fromEntries(entries);
    const { maxStalenessSeconds } = { ...DEFAULT_SETTINGS, ...this.of(INHERITED), ...own };
    if (!mayRaiseStaleness && maxStalenessSeconds > this.all.maxStalenessSeconds) {
      throw new AppError("forbidden", { fields: ["maxStalenessSeconds"] }, RAISED);
    }
    this.store.putDocument(OWN, own);
  }

  /** Replaces the settings inherited from the ancestors. */
  inherit(settings: Partial<GraphSettings>): void {
    this.store.putDocument(INHERITED, settings);
  }

  private of(key: string): Partial<GraphSettings> | undefined {
    return this.store.document<Partial<GraphSettings>>(key);
  }
}

/**
 * Throws `tuple_limit_reached` if these writes would bring the graph above the limit of kinds of tuples. Every kind takes
 * memory of its own, and a type can have only so many.
 */
export function requireKindLimit(graph: Graph, writes: readonly Tuple[], max = MAX_STORED_KINDS): void {
  // Skips the count for graphs far below the limit.
  if (graph.allPartitions().length + writes.length <= max) return;
  const stored = graph.allPartitions().filter(({ size }) => size > 0);
  const kinds = new Set(
    stored.map(({ kind: { objectType, relation, subjectType, subjectRelation, wildcard, condition } }) =>
      JSON.stringify([objectType.name, relation, subjectType.name, subjectRelation, wildcard, condition ?? null]),
    ),
  );
  for (const tuple of writes) kinds.add(kindOf(tuple));
  if (kinds.size <= max) return;
  const message = `The graph would have ${kinds.size} kinds of tuples, more than ${max}; nothing was changed.`;
  throw new AppError("tuple_limit_reached", { kinds: kinds.size, maxKinds: max }, message);
}

/** Throws `tuple_limit_reached` if this number of tuples, or the graph's memory, exceeds the tenant's limit. */
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
  // Tuples with an expiry and no condition are a kind of their own.
  const conditionName = condition ?? (expiresAt === undefined ? null : "");
  return JSON.stringify([objectType, relation, subjectType, subjectRelation, subjectId === "*", conditionName]);
}
