import { D1Database } from "@pulumi/cloudflare/d1database.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";

export type DatabaseArgs = Pick<StackConfig, "stack" | "preview" | "accountId" | "location" | "adopt">;

/** The D1 database of tenants, users, sessions, keys and audit events. */
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
        // Explicit, since leaving it out retains the current setting. Replicas serve reads only through D1 sessions,
        // which the Worker doesn't open: each read requires the last write.
        readReplication: { mode: "disabled" },
        ...(location !== undefined && { primaryLocationHint: location }),
      },
      // The hint applies at creation only, and the API doesn't return it.
      { ...retainOptions(this, args), ...adoptOptions(adopt.database), ignoreChanges: ["primaryLocationHint"] },
    );
    this.id = database.id;
    this.name = database.name;
    this.registerOutputs({ id: this.id, name: this.name });
  }
}
