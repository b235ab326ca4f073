import { compileModel, decodeInSteps, type Engine, Graph, Meter, type ModelDefinition } from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import type { FileStore } from "../ports/files.ts";
import { log } from "../ports/logger.ts";
import type { Clock, Defer } from "../ports/time.ts";
import { Renewals } from "../shared/cache.ts";
import { inEngineSpan } from "./engine-span.ts";
import type { AtRevision, GraphService, Paused, Queries, QueryKind, Update } from "./graph-service.ts";
import { engineFor } from "./loaded-graph.ts";
import { OpenReads } from "./open-reads.ts";
import { unwrap } from "./outcome.ts";
import { beginQuery, check } from "./query-tasks.ts";
import type { GraphSettings } from "./settings.ts";
import type { Slices } from "./slices.ts";

/** Memory for all copies together; an isolate has 128 MB. */
export const REPLICA_BUDGET_BYTES = 48 * 1024 * 1024;
/** Approximate number of changes in one update of a copy. */
export const UPDATE_CHANGES = 2000;
/** Units of work of one change. */
const CHANGE_WORK = 60;

/** Measured memory of each kind of tuple that a model allows, stored or not. */
const BYTES_PER_KIND = 1_500;

/** A copy of a tenant's graph, as of the last update. */
interface Replica {
  readonly graph: Graph;
  revision: number;
  /** Time of the last complete update, in milliseconds since 1970. Later changes may be missing. */
  asOf: number;
  modelVersion: number | null;
  definition: ModelDefinition | undefined;
  engine: Engine | undefined;
  settings: GraphSettings;
  /** Queries that run while the copy is updated. */
  readonly reads: OpenReads;
}

/**
 * The isolate's copies of graphs, which save queries a call to the Durable Object. The least recently used copies are
 * dropped to stay within a budget of bytes. A copy older than the tenant's `maxStalenessSeconds` is updated before it answers.
 */
export class Replicas {
  private readonly files: Pick<FileStore, "bytes">;
  private readonly graphOf: (tenantId: string) => Pick<GraphService, "update">;
  private readonly clock: Clock;
  private readonly slices: Slices;
  private readonly budget: number;
  private readonly renewals = new Renewals();
  /** Least recently used first. */
  private readonly replicas = new Map<string, Replica>();

  constructor(
    files: Pick<FileStore, "bytes">,
    graphOf: (tenantId: string) => Pick<GraphService, "update">,
    clock: Clock,
    slices: Slices,
    budget: number = REPLICA_BUDGET_BYTES,
  ) {
    this.files = files;
    this.graphOf = graphOf;
    this.clock = clock;
    this.slices = slices;
    this.budget = budget;
  }

  /**
   * Runs a query on the copy, at the revision `atLeast` or newer. Undefined if only the object can answer: the graph is
   * larger than the budget, or its copy has not reached that revision. With `defer`, a copy that is more than half as old as it may
   * be is updated after the response. Throws what `check` throws.
   */
  async query<Kind extends QueryKind>(
    tenantId: string,
    kind: Kind,
    request: Queries[Kind]["request"],
    atLeast: number,
    defer?: Defer,
  ): Promise<(Queries[Kind]["result"] & AtRevision & Paused) | undefined> {
    const usable = this.usable(tenantId, atLeast);
    if (usable !== undefined && defer !== undefined) this.renew(tenantId, usable, defer);
    const replica = usable ?? (await this.refreshed(tenantId));
    if (replica === undefined || replica.revision < atLeast) return undefined;
    const run = async () =>
      kind === "check"
        ? await this.checkNow<Kind>(replica, request as Queries["check"]["request"])
        : await this.queryInSlices(replica, kind, request);
    return await inEngineSpan(kind, run);
  }

  private async checkNow<Kind extends QueryKind>(replica: Replica, request: Queries["check"]["request"]) {
    const { value, pauses } = await this.slices.runNow(() => {
      const { revision, engine } = replica;
      try {
        // TypeScript can't relate the kind to the result here.
        const result = check(replica, request, this.clock.now().getTime()) as Queries[Kind]["result"];
        return Object.assign({}, result, { revision });
      } finally {
        this.slices.report(engine?.lastWork ?? 0);
      }
    });
    return Object.assign({}, value, { pauses });
  }

  private async queryInSlices<Kind extends QueryKind>(replica: Replica, kind: Kind, request: Queries[Kind]["request"]) {
    const now = this.clock.now().getTime();
    let revision = 0;
    const { value, pauses } = await this.slices.run(() => {
      revision = replica.revision;
      return { task: beginQuery(replica, kind, request, now), read: replica.reads.begin() };
    });
    return Object.assign({}, value, { revision, pauses });
  }

  /** Maximum age in milliseconds of the copy of a tenant's graph; 0 without one. */
  maxAgeOf(tenantId: string): number {
    return (this.replicas.get(tenantId)?.settings.maxStalenessSeconds ?? 0) * 1000;
  }

  /** Memory of all copies in bytes. */
  get bytes(): number {
    return [...this.replicas.values()].reduce((sum, { graph }) => sum + bytesOf(graph), 0);
  }

  private usable(tenantId: string, atLeast: number): Replica | undefined {
    const replica = this.replicas.get(tenantId);
    if (replica === undefined || replica.revision < atLeast) return undefined;
    const age = this.clock.now().getTime() - replica.asOf;
    // A clock that was set back shows no age.
    if (age < 0 || age > replica.settings.maxStalenessSeconds * 1000) return undefined;
    this.replicas.delete(tenantId);
    this.replicas.set(tenantId, replica);
    return replica;
  }

  /** Updates a copy that is more than half as old as it may be, after the response. */
  private renew(tenantId: string, { asOf, settings }: Replica, defer: Defer): void {
    const now = this.clock.now().getTime();
    if (now - asOf <= settings.maxStalenessSeconds * 500) return;
    this.renewals.start(tenantId, now, async () => await this.refreshed(tenantId), defer);
  }

  /** Updates the copy for this request alone: a request must not wait for another's I/O. */
  private async refreshed(tenantId: string): Promise<Replica | undefined> {
    const asOf = this.clock.now().getTime();
    for (;;) {
      const copy = this.replicas.get(tenantId);
      const update = unwrap(await this.graphOf(tenantId).update(copy && versionOf(copy), UPDATE_CHANGES));
      const replica = await this.updated(tenantId, update, update.more === true ? undefined : asOf);
      if (replica === undefined || update.more !== true) return replica;
    }
  }

  /** Applies an update. `asOf` is undefined while more updates follow: the copy stays as old as it was. */
  private async updated(tenantId: string, update: Update, asOf: number | undefined): Promise<Replica | undefined> {
    if (update.snapshot === null) return this.advanced(tenantId, update, asOf);
    const bytes = await this.snapshot(update.snapshot);
    // A newer snapshot has replaced this one already, or R2 fails; the object answers this query.
    if (bytes === undefined) return undefined;
    const meter = new Meter();
    const { value: graph } = await this.slices.drain(meter, decodeInSteps(meter, new Uint8Array(bytes)));
    return this.adopt(tenantId, graph, update, asOf);
  }

  private async snapshot(key: string): Promise<ArrayBuffer | undefined> {
    try {
      return await this.files.bytes(key);
    } catch (error) {
      log("warn", "A snapshot in R2 failed; the graph's object answers.", { error });
      return undefined;
    }
  }

  /** Applies changes to the copy, unless another request has done it meanwhile. */
  private advanced(tenantId: string, update: Update, asOf: number | undefined): Replica | undefined {
    const replica = this.replicas.get(tenantId);
    if (replica !== undefined && replica.revision >= update.revision) {
      // The copy has every change that the object had at that time.
      replica.asOf = Math.max(this.pastOf(replica), asOf ?? replica.asOf);
      replica.settings = update.settings;
      return this.retain(tenantId, replica);
    }
    if (replica?.revision === update.from) {
      this.apply(replica, update, asOf);
      return this.retain(tenantId, replica);
    }
    return update.from === 0 ? this.adopt(tenantId, new Graph(), update, asOf) : undefined;
  }

  /** The time of the last update; the earliest of all where the clock was set back since. */
  private pastOf({ asOf }: Replica): number {
    return asOf > this.clock.now().getTime() ? Number.NEGATIVE_INFINITY : asOf;
  }

  private adopt(tenantId: string, graph: Graph, update: Update, asOf: number | undefined): Replica | undefined {
    const { settings, modelVersion } = update;
    const before = this.replicas.get(tenantId);
    const definition = before?.modelVersion === modelVersion ? before.definition : undefined;
    const replica = {
      graph,
      revision: update.from,
      // Unusable until it is complete.
      asOf: Number.NEGATIVE_INFINITY,
      modelVersion,
      definition,
      engine: undefined,
      settings,
      reads: new OpenReads(),
    };
    this.apply(replica, update, asOf);
    return this.retain(tenantId, replica);
  }

  private apply(replica: Replica, update: Update, asOf: number | undefined): void {
    const { revision, changes, model, modelVersion, settings } = update;
    this.slices.report(changes.length * CHANGE_WORK);
    for (const { operation, tuple } of changes) {
      replica.reads.willChange(replica.graph, [tuple]);
      if (operation === "write") replica.graph.put(tuple);
      else replica.graph.remove(tuple);
    }
    const isSame = replica.engine !== undefined && model === null && sameBudget(settings, replica.settings);
    if (model !== null) replica.definition = model.definition;
    Object.assign(replica, { revision, asOf: asOf ?? replica.asOf, modelVersion, settings });
    if (isSame || replica.definition === undefined) return;
    const budget = { depth: settings.maxDepth, work: settings.maxWork };
    replica.engine = engineFor(compileModel(replica.definition, compileConditionLazily), replica.graph, budget);
  }

  /** Marks the copy as most recently used, and drops the least recently used ones to stay within the budget. */
  private retain(tenantId: string, replica: Replica): Replica | undefined {
    this.replicas.delete(tenantId);
    if (bytesOf(replica.graph) > this.budget) return undefined;
    this.replicas.set(tenantId, replica);
    for (const oldest of this.replicas.keys()) {
      if (this.bytes <= this.budget) break;
      this.replicas.delete(oldest);
    }
    return replica;
  }
}

/** Memory of a graph and its model, which takes more than a small graph. */
function bytesOf(graph: Graph): number {
  return graph.stats().bytes + graph.allPartitions().length * BYTES_PER_KIND;
}

function versionOf({ revision, modelVersion }: Replica) {
  return { revision, modelVersion };
}

function sameBudget(a: GraphSettings, b: GraphSettings): boolean {
  return a.maxDepth === b.maxDepth && a.maxWork === b.maxWork;
}
