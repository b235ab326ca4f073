import { Command } from "@pulumi/command/local/command.js";
import * as pulumi from "@pulumi/pulumi";

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
    new Command(
      "release",
      {
        create: "node src/deploy/release.ts",
        environment: {
          CLOUDFLARE_ACCOUNT_ID: args.accountId,
          WORKER: args.worker,
          VERSION_ID: args.versionId,
          URL: args.url,
          ...(args.smokeKey !== undefined && { SMOKE_KEY: args.smokeKey }),
        },
        triggers: [args.versionId],
        addPreviousOutputInEnv: false,
      },
      { parent: this, dependsOn: [...args.after] },
    );
    this.registerOutputs();
  }
}
