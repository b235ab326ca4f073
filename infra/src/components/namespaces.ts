import { WorkersKvNamespace } from "@pulumi/cloudflare/workersKvNamespace.js";
import { Command } from "@pulumi/command/local/command.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor, wordFor } from "../names.ts";
import type { Adopted, StackConfig } from "../stack-config.ts";
import { adoptOptions, retainOptions } from "./resource-options.ts";

export interface NamespacesArgs extends Pick<StackConfig, "stack" | "preview" | "accountId" | "adopt"> {
  /** The KV bindings of `wrangler.jsonc`. */
  readonly bindings: readonly string[];
  /** Changes with the list of common passwords. */
  readonly blocklistVersion: string;
}

const BLOCKLIST = "PASSWORD_BLOCKLIST";

/** The KV namespaces, one per binding, and the list of common passwords in its namespace. */
export class Namespaces extends pulumi.ComponentResource {
  /** Ids by binding. */
  readonly ids: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: NamespacesArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Namespaces", name, {}, options);
    const { stack, accountId, bindings } = args;
    const adopt: Readonly<Record<string, Adopted[keyof Adopted]>> = args.adopt;
    const namespaces = bindings.map((binding) => {
      const title = adopt[binding]?.name ?? nameFor(stack, wordFor(binding));
      const settings = { ...retainOptions(this, args), ...adoptOptions(adopt[binding]) };
      return [binding, new WorkersKvNamespace(binding, { accountId, title }, settings)] as const;
    });
    this.ids = Object.fromEntries(namespaces.map(([binding, { id }]) => [binding, id]));
    const blocklist = namespaces.find(([binding]) => binding === BLOCKLIST)?.[1];
    if (blocklist !== undefined) {
      new Command(
        "blocklist",
        {
          create: 'node ../tools/blocklist/src/main.ts --namespace "$NAMESPACE_ID"',
          environment: { NAMESPACE_ID: blocklist.id },
          triggers: [args.blocklistVersion],
        },
        { parent: this },
      );
    }
    this.registerOutputs({ ids: this.ids });
  }
}
