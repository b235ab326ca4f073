import * as pulumi from "@pulumi/pulumi";
import { step } from "./step.ts";

export interface ReleaseArgs {
  readonly accountId: string;
  readonly worker: pulumi.Input<string>;
  readonly versionId: pulumi.Input<string>;
  readonly url: string;
  /** What leads to the version: a component's own dependencies do not reach what is in it. */
  readonly after: readonly pulumi.Resource[];
  readonly smokeKey?: pulumi.Input<string> | undefined;
}

/**
 * Tries the version that has been deployed, as a consumer does, and goes back to the one before where it does not hold:
 * see `deploy/release.ts`. A stack whose release failed has it to do again.
 */
export class Release extends pulumi.ComponentResource {
  constructor(name: string, args: ReleaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Release", name, {}, options);
    const { accountId, worker, versionId, url, smokeKey } = args;
    step(
      "release",
      "release",
      {
        accountId,
        environment: {
          WORKER: worker,
          VERSION_ID: versionId,
          URL: url,
          ...(smokeKey !== undefined && { SMOKE_KEY: smokeKey }),
        },
        triggers: [versionId],
      },
      { parent: this, dependsOn: [...args.after] },
    );
    this.registerOutputs();
  }
}
