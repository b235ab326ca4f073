import { WorkersCronTrigger } from "@pulumi/cloudflare/workersCronTrigger.js";
import * as pulumi from "@pulumi/pulumi";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions } from "./resource-options.ts";

export interface ScheduleArgs extends Pick<StackConfig, "accountId" | "adopt"> {
  readonly worker: pulumi.Input<string>;
  /** Resources that must exist before the first run: the uploaded version. */
  readonly after: readonly pulumi.Resource[];
  /** Cron expressions in UTC. */
  readonly crons: readonly string[];
}

/** The cron triggers of the Worker's scheduled work. */
export class Schedule extends pulumi.ComponentResource {
  constructor(name: string, args: ScheduleArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Schedule", name, {}, options);
    const { accountId, worker, crons, adopt, after } = args;
    const schedules = crons.map((cron) => ({ cron }));
    new WorkersCronTrigger(
      "schedule",
      { accountId, scriptName: worker, schedules },
      { parent: this, dependsOn: [...after], ...adoptOptions(adopt.schedule) },
    );
    this.registerOutputs();
  }
}
