import * as pulumi from "@pulumi/pulumi";
import { Environment } from "@pulumi/pulumiservice/environment.js";
import { EnvironmentRotationSchedule } from "@pulumi/pulumiservice/environmentRotationSchedule.js";
import { type AdoptedIds, PROJECT, type Environment as Written } from "../environments/environment.ts";
import { dependenciesOf, problemsOf, sortByDependencies } from "../environments/problems.ts";
import { adoptOptions } from "./resource-options.ts";

export interface EscEnvironmentsArgs {
  /** The organization in Pulumi Cloud. */
  readonly organization: string;
  readonly environments: readonly Written[];
  readonly adopt?: AdoptedIds;
}

/** The first day of every second month. A key is valid for four months: two as `current` and two as `previous`. */
const ROTATION = "0 4 1 */2 *";

/**
 * The ESC environments from the repository. Where Pulumi Cloud stores secrets in the definition itself, the repository
 * has only the initial version, and declaring it again would remove the secrets. The stack's state contains no secret,
 * because Pulumi Cloud returns definitions with ciphertext.
 */
export class EscEnvironments extends pulumi.ComponentResource {
  /** Names within the project, by environment; available once the environment exists. */
  readonly names: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: EscEnvironmentsArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:EscEnvironments", name, {}, options);
    const problems = problemsOf(args.environments);
    if (problems.length > 0) throw new Error(`The ESC environments are invalid:\n${problems.join("\n")}`);
    const declared = new Map<string, Environment>();
    for (const written of sortByDependencies(args.environments))
      declared.set(written.name, this.declare(written, declared, args));
    this.names = Object.fromEntries([...declared].map(([key, environment]) => [key, environment.name]));
    this.registerOutputs({ names: this.names });
  }

  private declare(
    written: Written,
    declared: ReadonlyMap<string, Environment>,
    args: EscEnvironmentsArgs,
  ): Environment {
    const { name, yaml, storesSecrets } = written;
    const { organization, adopt = {} } = args;
    // Pulumi Cloud rejects a definition whose imports don't exist.
    const dependsOn = dependenciesOf(written).flatMap((needed) => declared.get(needed) ?? []);
    const environment = new Environment(
      name,
      { organization, project: PROJECT, name, yaml: new pulumi.asset.StringAsset(yaml) },
      {
        parent: this,
        protect: true,
        retainOnDelete: true,
        dependsOn,
        ...(storesSecrets && { ignoreChanges: ["yaml"] }),
        ...adoptOptions(adopt[name]),
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
