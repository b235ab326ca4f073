import { join } from "node:path";
import { type Stack, startStack } from "../local/src/stack.ts";
import { auditedCalls, auditProblems, tupleProblems, usageProblems } from "./aftermath.ts";
import { Calls } from "./calls.ts";
import { Deployment } from "./deployment.ts";
import { closedLoop, Outcome, openLoop } from "./load.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { Memory } from "./memory.ts";
import { type Milestone, Milestones } from "./milestones.ts";
import { kindsOf, sequenceOf } from "./operations.ts";
import { People } from "./people.ts";
import { type Rates, type Report, reportOf } from "./report.ts";
import { createTenant, type SoakTenant } from "./tenant.ts";
import { Tuples } from "./tuples.ts";
import { WorkerLog } from "./worker-log.ts";

/** Requests at a time, as the front's number of connections. */
const CONNECTIONS = 32;
const USERS = 8;
/** Load as a share of the measured capacity. */
const LOAD_SHARE = 0.8;
/** The capacity is measured in this share of the time, and at most in a minute. */
const CAPACITY_SHARE = 0.1;
const MAX_CAPACITY_MS = 60_000;
const WARM_UP_SHARE = 0.25;
/** As often as the cron trigger in wrangler.jsonc. */
const SCHEDULE_MS = 5 * 60_000;
const LOG_MS = 1000;

export type Length = { readonly operations: number } | { readonly minutes: number };

export interface SoakOptions {
  /** Folder of the state and the Worker's log. */
  readonly state: string;
  readonly length: Length;
  /** For tests: damages what the load has left, before it is compared. */
  readonly damage?: (stack: Stack, tenant: SoakTenant) => Promise<void>;
  /** Receives what is being done, the share of the load that is done, and what is wrong so far. */
  readonly onProgress?: (phase: string, share: number, problems: number) => void;
}

/** Runs the load on a stack of its own. Then compares what the service has with what it acknowledged. */
export async function soak({ state, length, damage, onProgress = () => undefined }: SoakOptions): Promise<Report> {
  const deployment = new Deployment(state);
  const log = new WorkerLog(join(state, "worker.log"));
  const stack = await startStack({ state, port: 0, unlimited: true, bundle: deployment.bundle });
  const memory = new Memory();
  const problems: string[] = [];
  const timers = [
    setInterval(() => log.read(), LOG_MS),
    setInterval(() => void stack.runSchedule().catch((error) => problems.push(`The schedule: ${error}`)), SCHEDULE_MS),
  ];
  try {
    const client = await Client.begin(stack);
    const milestones = new Milestones(client.milestones(stack, deployment, problems));
    const watch = (phase: string) => (share: number) => {
      milestones.reach(share);
      onProgress(phase, share, problems.length + client.outcome.failures.length + client.calls.broken.length);
    };
    const rates = await client.drive(length, watch);
    await milestones.end();
    memory.stop();
    onProgress("comparing what is stored with what was acknowledged", 1, problems.length);
    await damage?.(stack, client.tenant);
    problems.push(...milestones.failures, ...(await client.compare()));
    await stack.runSchedule();
    log.read();
    for (const message of deployment.messages) {
      if (log.count(message) === 0) problems.push(`No isolate has logged: ${message}`);
    }
    const { outcome, calls, front } = client;
    return reportOf({ problems, outcome, calls, front, rates, memory, log, isTimed: "minutes" in length });
  } finally {
    for (const timer of timers) clearInterval(timer);
    memory.stop();
    await stack.stop();
  }
}

/** The clients of one tenant, with what was acknowledged to them. */
class Client {
  readonly front = new LoadBalancer(CONNECTIONS);
  readonly calls = new Calls(this.front);
  readonly outcome = new Outcome();
  private readonly since = new Date();
  readonly tenant: SoakTenant;
  private readonly people: People;
  private readonly tuples: Tuples;

  private constructor(tenant: (calls: Calls) => SoakTenant) {
    this.tenant = tenant(this.calls);
    this.people = new People(this.tenant);
    this.tuples = new Tuples(this.tenant);
  }

  static async begin(stack: Stack): Promise<Client> {
    // First, since an alert fires where it hasn't run.
    await stack.runSchedule();
    const tenant = await createTenant(stack);
    const client = new Client(tenant);
    await client.tenant.putModel();
    await client.tuples.begin();
    await client.people.register(USERS);
    return client;
  }

  /** What is done once, while the load goes on. */
  milestones(stack: Stack, deployment: Deployment, problems: string[]): Milestone[] {
    const settle = async () => void problems.push(...(await usageProblems(this.tenant, this.calls, this.since)));
    return [
      { name: "an import", at: 0.1, run: () => this.tuples.import() },
      { name: "a deployment", at: 0.25, run: () => deployment.replace(stack, this.front, settle) },
      { name: "the rotation of the signing key", at: 0.5, run: () => this.tenant.rotateKey() },
    ];
  }

  /** Runs the load to its end. `watch` makes a function that hears of the share that is done. */
  async drive(length: Length, watch: (phase: string) => (share: number) => void): Promise<Rates | undefined> {
    const sequence = sequenceOf(kindsOf(this.people, this.tuples));
    if ("operations" in length) {
      const heard = watch("operations");
      await closedLoop(sequence, this.outcome, (done) => {
        heard(done / length.operations);
        return done >= length.operations;
      });
      return undefined;
    }
    const total = length.minutes * 60_000;
    const measured = Math.min(total * CAPACITY_SHARE, MAX_CAPACITY_MS);
    const measuring = watch("measuring the capacity");
    const until = (milliseconds: number) => {
      const end = performance.now() + milliseconds;
      return () => {
        measuring(0);
        return performance.now() >= end;
      };
    };
    await closedLoop(sequence, this.outcome, until(measured * WARM_UP_SHARE));
    const capacity = await closedLoop(sequence, this.outcome, until(measured * (1 - WARM_UP_SHARE)));
    const perSecond = capacity * LOAD_SHARE;
    const load = { perSecond, milliseconds: total - measured, onShare: watch("load") };
    const before = this.outcome.done;
    await openLoop(sequence, this.outcome, load);
    return { capacity, perSecond, operations: this.outcome.done - before, milliseconds: load.milliseconds };
  }

  /** Whatever the service has lost or made up. */
  async compare(): Promise<string[]> {
    const problems = await usageProblems(this.tenant, this.calls, this.since);
    const audited = auditedCalls(this.calls);
    problems.push(...(await tupleProblems(this.tenant, this.tuples)));
    problems.push(...(await auditProblems(this.tenant, audited)));
    problems.push(...(await this.tenant.keyProblems()));
    await this.people.requireAll().catch((error: unknown) => problems.push(`Users and sessions: ${error}`));
    return problems;
  }
}
