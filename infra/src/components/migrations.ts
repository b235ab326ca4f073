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
  /** The migrations folder, relative to the repository. */
  readonly folder: string;
}

/**
 * Migrates the database before the Worker that requires it is uploaded, whenever the folder changes. The work is in
 * `deploy/migrate.ts`.
 */
export class Migrations extends pulumi.ComponentResource {
  /** JSON with the applied migrations, the bookmark before them, and the export's key. */
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
