import { Command } from "@pulumi/command/local/command.js";
import type * as pulumi from "@pulumi/pulumi";

export interface Step {
  /** The Cloudflare account it works on. */
  readonly accountId: string;
  /** What it is told besides, by environment variable. */
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
  /** It is done again where one of these has changed, or where it has failed. */
  readonly triggers?: readonly pulumi.Input<unknown>[];
  /** When it is done: once and again (`create`), or when the stack goes (`delete`). */
  readonly when?: "create" | "delete";
}

/** A program of `deploy/`, as a resource: run in `infra/`, and told nothing of what it did the last time. */
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
