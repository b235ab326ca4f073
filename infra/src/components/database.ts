import { D1Database } from "@pulumi/cloudflare/d1database.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { kept, taken } from "./kept.ts";

export type DatabaseArgs = Pick<StackConfig, "stack" | "preview" | "accountId" | "location" | "adopt">;

/** The D1 database of tenants, users, sessions, keys and audit. */
export class Database extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Database", name, {}, options);
    const { stack, accountId, location, adopt } = args;
    const database = new D1Database(
      "database",
      {
        accountId,
        name: adopt.database?.name ?? nameFor(stack),
        // Said outright, since leaving it out keeps whatever was set before. Reads are worth replicas only where the
        // Worker opens sessions of D1, which it does not: each read wants the last write.
        readReplication: { mode: "disabled" },
        ...(location !== undefined && { primaryLocationHint: location }),
      },
      // The hint counts when the database is made, and is not answered afterwards.
      { ...kept(this, args), ...taken(adopt.database), ignoreChanges: ["primaryLocationHint"] },
    );
    this.id = database.id;
    this.name = database.name;
    this.registerOutputs({ id: this.id, name: this.name });
  }
}
