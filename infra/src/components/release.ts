import * as pulumi from "@pulumi/pulumi";
import { step } from "./step.ts";

export interface ReleaseArgs {
  readonly accountId: string;
  readonly worker: pulumi.Input<string>;
  readonly versionId: pulumi.Input<string>;
  readonly url: string;
  /**
   * Resources that route traffic to the version. Listed here, because dependencies of a component don't cover its
   * children.
   */
  readonly after: readonly pulumi.Resource[];
  readonly smokeKey?: pulumi.Input<string> | undefined;
}

/**
 * Tests a deployed version as a client, and rolls back to the previous one if it fails; see `deploy/release.ts`. A
 * failed release runs again at the next update.
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
