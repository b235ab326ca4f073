import { compileModel, decodeInSteps, type Engine, Graph, Meter, type ModelDefinition } from "@cf-auth/engine";
import { compileConditionLazily } from "@cf-auth/model-language";
import type { FileStore } from "../ports/files.ts";
import type { Clock } from "../ports/time.ts";
import { beginQuery, check } from "./query-tasks.ts";
import type { AtRevision, GraphService, Outcome, Paused, QueryKind, Queries, Update } from "./graph-service.ts";
import { engineFor } from "./loaded-graph.ts";
import { OpenReads } from "./open-reads.ts";
import { outcomeOfAsync } from "./outcome.ts";
import type { GraphSettings } from "./settings.ts";
import type { Slices } from "./slices.ts";

/** An isolate has 128 MB, and more to do with them than this. */
export const REPLICA_BUDGET_BYTES = 48 * 1024 * 1024;
/** Changes that a copy is brought along by at once, about. */
export const UPDATE_CHANGES = 2000;
/** Units of work that each takes. */
const CHANGE_WORK = 60;

/** Memory of each kind of tuple that a model allows, whether or not there are any: measured. */
const BYTES_PER_KIND = 1_500;

/** A copy of a tenant's graph, as it was when its object was last asked. */
interface Replica {
  readonly graph: Graph;
  revision: number;
  /** Milliseconds since 1970 before which the object was asked: what changed later may be missing. */
  asOf: number;
  modelVersion: number | null;
  definition: ModelDefinition | undefined;
  engine: Engine | undefined;
  settings: GraphSettings;
  /** Questions that are answered while the copy is brought along. */
  readonly reads: OpenReads;
}

/**
 * The isolate's own copies of graphs, so that questions need not travel: kept within a budget of bytes, those that
 * were not used for longest go first. A copy older than the tenant's bound is brought up to date before it answers.
 */
export class Replicas {
  private readonly files: Pick<FileStore, "bytes">;
  private readonly graphOf: (tenantId: string) => Pick<GraphService, "update">;
  private readonly clock: Clock;
  private readonly slices: Slices;
  private readonly budget: number;
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
   * Answers from the copy, at no less than the revision where one is given. Undefined where that takes the object
   * itself: the graph is larger than the budget, or has not got that far.
   */
  async query<Kind extends QueryKind>(
    tenantId: string,
    kind: Kind,
    asked: Queries[Kind]["asked"],
    atLeast: number,
  ): Promise<Outcome<Queries[Kind]["answer"] & AtRevision & Paused> | undefined> {
    const replica = this.usable(tenantId, atLeast) ?? (await this.refreshed(tenantId));
    if (replica === undefined) return undefined;
    if ("ok" in replica) return replica;
    if (replica.revision < atLeast) return undefined;
    if (kind !== "check") return await outcomeOfAsync(() => this.queryInSlices(replica, kind, asked));
    return await outcomeOfAsync(() => this.checkNow(replica, asked as Queries["check"]["asked"]));
  }

  private async checkNow<Kind extends QueryKind>(replica: Replica, asked: Queries["check"]["asked"]) {
    const { value, pauses } = await this.slices.runNow(() => {
      const { revision, engine } = replica;
      try {
        // The kind says what is asked, and what is answered.
        const answer = check(replica, asked, this.clock.now().getTime()) as Queries[Kind]["answer"];
        return Object.assign({}, answer, { revision });
      } finally {
        this.slices.report(engine?.lastWork ?? 0);
      }
    });
    return Object.assign({}, value, { pauses });
  }

  private async queryInSlices<Kind extends QueryKind>(replica: Replica, kind: Kind, asked: Queries[Kind]["asked"]) {
    const now = this.clock.now().getTime();
    let revision = 0;
    const { value, pauses } = await this.slices.run(() => {
      revision = replica.revision;
      return { task: beginQuery(replica, kind, asked, now), read: replica.reads.begin() };
    });
    return Object.assign({}, value, { revision, pauses });
  }

  /** Bytes of all copies together. */
  get bytes(): number {
    return [...this.replicas.values()].reduce((sum, { graph }) => sum + bytesOf(graph), 0);
  }

  private usable(tenantId: string, atLeast: number): Replica | undefined {
    const replica = this.replicas.get(tenantId);
    if (replica === undefined || replica.revision < atLeast) return undefined;
    const age = this.clock.now().getTime() - replica.asOf;
    if (age > replica.settings.maxStalenessSeconds * 1000) return undefined;
    this.replicas.delete(tenantId);
    this.replicas.set(tenantId, replica);
    return replica;
  }

  /** Nothing is shared between requests that wait, since a request must not wait for another's I/O. */
  private async refreshed(tenantId: string): Promise<Replica | Outcome<never> | undefined> {
    const asOf = this.clock.now().getTime();
    for (;;) {
      const known = this.replicas.get(tenantId);
      const outcome = await this.graphOf(tenantId).update(known && versionOf(known), UPDATE_CHANGES);
      if (!outcome.ok) return outcome;
      const update = outcome.value;
      const replica = await this.updated(tenantId, update, update.more === true ? undefined : asOf);
      if (replica === undefined || update.more !== true) return replica;
    }
  }

  /** `asOf` is undefined where there is more to come: until then the copy is as old as it was. */
  private async updated(tenantId: string, update: Update, asOf: number | undefined): Promise<Replica | undefined> {
    if (update.snapshot === null) return this.advanced(tenantId, update, asOf);
    const bytes = await this.files.bytes(update.snapshot);
    // Gone already where a newer one has taken its place; the object answers this one.
    if (bytes === undefined) return undefined;
    const meter = new Meter();
    const { value: graph } = await this.slices.drain(meter, decodeInSteps(meter, new Uint8Array(bytes)));
    return this.adopt(tenantId, graph, update, asOf);
  }

  /** Brings the copy along, which another request may have done meanwhile. */
  private advanced(tenantId: string, update: Update, asOf: number | undefined): Replica | undefined {
    const replica = this.replicas.get(tenantId);
    if (replica !== undefined && replica.revision >= update.revision) {
      // It has all that was there when the object was asked, so it is as new as the answer.
      replica.asOf = Math.max(replica.asOf, asOf ?? replica.asOf);
      replica.settings = update.settings;
      return this.retain(tenantId, replica);
    }
    if (replica?.revision === update.from) {
      this.apply(replica, update, asOf);
      return this.retain(tenantId, replica);
    }
    return update.from === 0 ? this.adopt(tenantId, new Graph(), update, asOf) : undefined;
  }

  private adopt(tenantId: string, graph: Graph, update: Update, asOf: number | undefined): Replica | undefined {
    const { settings, modelVersion } = update;
    const before = this.replicas.get(tenantId);
    const definition = before?.modelVersion === modelVersion ? before.definition : undefined;
    const replica = {
      graph,
      revision: update.from,
      // Of no use before it is complete.
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

  /** Puts the copy last in line to go, and lets go of others until all fit. */
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

/** With the room that its model takes, which is more than a small graph does. */
function bytesOf(graph: Graph): number {
  return graph.stats().bytes + graph.allPartitions().length * BYTES_PER_KIND;
}

function versionOf({ revision, modelVersion }: Replica) {
  return { revision, modelVersion };
}

function sameBudget(a: GraphSettings, b: GraphSettings): boolean {
  return a.maxDepth === b.maxDepth && a.maxWork === b.maxWork;
}
