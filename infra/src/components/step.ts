import { Command } from "@pulumi/command/local/command.js";
import type * as pulumi from "@pulumi/pulumi";

export interface Step {
  /** The Cloudflare account that the step works on. */
  readonly accountId: string;
  /** Further environment variables. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** The step runs again if one of these changed, or if it failed. */
  readonly triggers?: readonly pulumi.Input<unknown>[];
  /** `create` runs at creation and updates, `delete` when the stack is destroyed. Defaults to `create`. */
  readonly when?: "create" | "delete";
}

/** A program of `deploy/` as a resource. It runs in `infra/`, without the output of its previous run. */
export function step(
  name: string,
  program: string,
  { accountId, environment, triggers, when = "create" }: Step,
  options: pulumi.CustomResourceOptions,
): Command {
  return new Command(
    name,
    {
      [when]: `node src/deploy/${program}.ts`,
      environment: { CLOUDFLARE_ACCOUNT_ID: accountId, ...environment },
      ...(triggers !== undefined && { triggers: [...triggers] }),
      addPreviousOutputInEnv: false,
    },
    options,
  );
}
