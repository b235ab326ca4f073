import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ROOT } from "../root.ts";
import { folderHash } from "./folder-hash.ts";
import { step } from "./step.ts";

export interface MigrationsArgs {
  readonly accountId: string;
  readonly databaseId: pulumi.Input<string>;
  readonly databaseName: pulumi.Input<string>;
  readonly bucket: pulumi.Input<string>;
  /** The folder, from the top of the repository. */
  readonly folder: string;
}

/**
 * Brings the database up to date before the Worker that needs it is uploaded: done again whenever the folder changes.
 * Answers where to come back to: see `deploy/migrate.ts`, which does it.
 */
export class Migrations extends pulumi.ComponentResource {
  /** What was applied, the bookmark before it, and where the export lies, as JSON. */
  readonly report: pulumi.Output<string>;

  constructor(name: string, args: MigrationsArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Migrations", name, {}, options);
    const isMigration = (file: string) => file.endsWith(".sql");
    const command = step(
      "migrate",
      "migrate",
      {
        accountId: args.accountId,
        environment: {
          DATABASE_ID: args.databaseId,
          DATABASE_NAME: args.databaseName,
          BUCKET: args.bucket,
          MIGRATIONS: args.folder,
        },
        triggers: [folderHash(join(ROOT, args.folder), isMigration)],
      },
      { parent: this },
    );
    this.report = command.stdout;
    this.registerOutputs({ report: this.report });
  }
}
