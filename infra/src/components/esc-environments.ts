import * as pulumi from "@pulumi/pulumi";
import { Environment } from "@pulumi/pulumiservice/environment.js";
import { EnvironmentRotationSchedule } from "@pulumi/pulumiservice/environmentRotationSchedule.js";
import { type AdoptedIds, PROJECT, type Environment as Written } from "../environments/environment.ts";
import { inOrder, needsOf, problemsOf } from "../environments/problems.ts";
import { taken } from "./kept.ts";

export interface EscEnvironmentsArgs {
  /** Of Pulumi Cloud. */
  readonly organization: string;
  readonly environments: readonly Written[];
  readonly adopt?: AdoptedIds;
}

/** On the first day of every second month: a key is valid for four months, as `current` and then as `previous`. */
const ROTATION = "0 4 1 */2 *";

/**
 * The ESC environments as the repository has them. Where Pulumi Cloud keeps secrets in the definition itself, ours is the
 * one that it starts from: to declare it again would take them away. The stack's state has no secret, since Pulumi Cloud
 * answers definitions with ciphertext.
 */
export class EscEnvironments extends pulumi.ComponentResource {
  /** Each environment's name within the project, once it is there. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: EscEnvironmentsArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:EscEnvironments", name, {}, options);
    const problems = problemsOf(args.environments);
    if (problems.length > 0) throw new Error(`The environments cannot be declared:\n${problems.join("\n")}`);
    const declared = new Map<string, Environment>();
    for (const written of inOrder(args.environments)) declared.set(written.name, this.declare(written, declared, args));
    this.names = Object.fromEntries([...declared].map(([key, environment]) => [key, environment.name]));
    this.registerOutputs({ names: this.names });
  }

  private declare(
    written: Written,
    declared: ReadonlyMap<string, Environment>,
    args: EscEnvironmentsArgs,
  ): Environment {
    const { name, yaml, keepsState } = written;
    const { organization, adopt = {} } = args;
    // Pulumi Cloud refuses a definition whose imports are not there.
    const dependsOn = needsOf(written).flatMap((needed) => declared.get(needed) ?? []);
    const environment = new Environment(
      name,
      { organization, project: PROJECT, name, yaml: new pulumi.asset.StringAsset(yaml) },
      {
        parent: this,
        protect: true,
        retainOnDelete: true,
        dependsOn,
        ...(keepsState && { ignoreChanges: ["yaml"] }),
        ...taken(adopt[name]),
      },
    );
    if (written.rotates) this.schedule(name, environment);
    return environment;
  }

  private schedule(name: string, { organization, project, name: environment }: Environment): void {
    const args = { organization, project, environment, scheduleCron: ROTATION };
    new EnvironmentRotationSchedule(name, args, { parent: this });
  }
}
