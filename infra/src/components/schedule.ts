import { WorkersCronTrigger } from "@pulumi/cloudflare/workersCronTrigger.js";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../stack-config.ts";
import { taken } from "./kept.ts";

export interface ScheduleArgs extends Pick<StackConfig, "accountId" | "adopt"> {
  readonly worker: pulumi.Input<string>;
  /** Cron expressions, in UTC. */
  readonly crons: readonly string[];
}

/** What rings the Worker's scheduled work. */
export class Schedule extends pulumi.ComponentResource {
  constructor(
    name: string,
    { accountId, worker, crons, adopt }: ScheduleArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("cf-auth:infra:Schedule", name, {}, options);
    const schedules = crons.map((cron) => ({ cron }));
    new WorkersCronTrigger(
      "schedule",
      { accountId, scriptName: worker, schedules },
      { parent: this, ...taken(adopt.schedule) },
    );
    this.registerOutputs();
  }
}
