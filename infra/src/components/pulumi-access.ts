import * as pulumi from "@pulumi/pulumi";
import { buildAllowPermissionsOutput } from "@pulumi/pulumiservice/buildAllowPermissions.js";
import { OidcIssuer } from "@pulumi/pulumiservice/oidcIssuer.js";
import { OrganizationRole } from "@pulumi/pulumiservice/organizationRole.js";
import { Stack } from "@pulumi/pulumiservice/stack.js";
import { Team } from "@pulumi/pulumiservice/team.js";
import { TeamEnvironmentPermission } from "@pulumi/pulumiservice/teamEnvironmentPermission.js";
import { TeamRoleAssignment } from "@pulumi/pulumiservice/teamRoleAssignment.js";
import { TeamStackPermission, type TeamStackPermissionArgs } from "@pulumi/pulumiservice/teamStackPermission.js";
import { type AdoptedIds, PROJECT, type ServiceEnvironment } from "../environments/environment.ts";
import { nameFor } from "../names.ts";
import { taken } from "./kept.ts";

/** Jobs that deploy, or only look, and the team without members whose tokens they are given. */
export interface Deployer {
  /** The environment of GitHub's that the job names; its rules say who approves. The team is named after it. */
  readonly name: string;
  /** The only branch that counts, besides what GitHub's own rules say. */
  readonly ref?: string;
  /** Environments that it opens, and the stacks of the same names, but for `make`. */
  readonly opens: readonly ServiceEnvironment[];
  /** `make`: a stack for each pull request. `edit`: deploy. `read`: preview, and compare with what is there. */
  readonly may: "make" | "edit" | "read";
}

export interface PulumiAccessArgs {
  /** Of Pulumi Cloud. */
  readonly organization: string;
  /** On GitHub, `owner/name`, and its id there. */
  readonly repository: string;
  readonly repositoryId: string;
  readonly deployers: readonly Deployer[];
  /** The names of all those that are opened with one, once they are there. */
  readonly opened: (environment: ServiceEnvironment) => Readonly<Record<string, pulumi.Input<string>>>;
  readonly adopt?: AdoptedIds;
}

const GITHUB = "https://token.actions.githubusercontent.com";
/** As long as the longest job; nobody has the token afterwards. */
const LONGEST_SECONDS = 2 * 60 * 60;
/** Pulumi Cloud's numbers for what a team may do with a stack. Neither lets it delete one or hand it on. */
const PERMISSIONS = { read: 101, edit: 102 } as const;

/**
 * How workflows get to Pulumi Cloud without a stored token: GitHub says who a job is, and Pulumi Cloud exchanges that for a
 * team's token, which may do what the team may. Teams and their tokens are of Pulumi Cloud's Pro edition and above.
 *
 * Stacks and environments are granted by name. Roles, which would do it too, need an id of a stack that no resource gives.
 */
export class PulumiAccess extends pulumi.ComponentResource {
  /** By deployer: the team whose token its jobs ask for, as `scope: team:<name>`. */
  readonly teams: Readonly<Record<string, pulumi.Output<string>>>;
  /** What there has to be before the first token is given out. */
  private readonly grants: pulumi.Resource[] = [];

  constructor(name: string, args: PulumiAccessArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:PulumiAccess", name, {}, options);
    const { organization, deployers } = args;
    const edited = deployers.filter(({ may }) => may !== "make").flatMap(({ opens }) => opens);
    const stacks = new Map([...new Set(edited)].map((stack) => [stack, this.stack(stack, args)] as const));
    this.teams = Object.fromEntries(deployers.map((deployer) => [deployer.name, this.team(deployer, stacks, args)]));
    new OidcIssuer(
      "github",
      {
        organization,
        name: "github",
        url: GITHUB,
        maxExpirationSeconds: LONGEST_SECONDS,
        policies: deployers.map((deployer) => policyFor(deployer, args)),
      },
      { parent: this, ...taken(args.adopt?.issuer), dependsOn: this.grants },
    );
    this.registerOutputs({ teams: this.teams });
  }

  private stack(stackName: string, args: PulumiAccessArgs): Stack {
    const logical = `stack-${stackName}`;
    return new Stack(
      logical,
      { organizationName: args.organization, projectName: PROJECT, stackName },
      { parent: this, ...taken(args.adopt?.[logical]), protect: true, retainOnDelete: true },
    );
  }

  private team({ name, opens, may }: Deployer, stacks: ReadonlyMap<string, Stack>, args: PulumiAccessArgs) {
    const { organization, opened } = args;
    const logical = `team-${name}`;
    const team = new Team(
      logical,
      { organizationName: organization, teamType: "pulumi", name: nameFor(name), members: [] },
      // Pulumi Cloud makes whoever creates a team a member of it.
      { parent: this, ...taken(args.adopt?.[logical]), ignoreChanges: ["members"] },
    );
    // The type has it optional, for teams of GitHub's.
    const named = team.name.apply((given) => given ?? nameFor(name));
    // Several of them are opened with the same ones.
    for (const [key, environment] of new Map(opens.flatMap((each) => Object.entries(opened(each))))) {
      const grant = { organization, team: named, project: PROJECT, environment, permission: "open" } as const;
      this.grants.push(new TeamEnvironmentPermission(`${logical}-${key}`, grant, { parent: this }));
    }
    if (may === "make") this.make(logical, organization, named);
    for (const [stackName, stack] of stacks) {
      if (may === "make" || !opens.some((each) => each === stackName)) continue;
      this.deploy(`${logical}-${stackName}`, { organization, team: named, permission: PERMISSIONS[may] }, stack);
    }
    return named;
  }

  private deploy(logical: string, grant: Omit<TeamStackPermissionArgs, "project" | "stack">, stack: Stack): void {
    const args = { ...grant, project: PROJECT, stack: stack.stackName };
    this.grants.push(new TeamStackPermission(logical, args, { parent: this }));
  }

  /** Whoever makes a stack may do anything with it, and nothing with another. */
  private make(logical: string, organizationName: string, teamName: pulumi.Output<string>): void {
    const { permissions } = buildAllowPermissionsOutput({ permissions: ["stack:create"] }, { parent: this });
    const description = "Makes the stacks of pull requests.";
    const role = new OrganizationRole(
      logical,
      { organizationName, name: `${PROJECT}-makes-stacks`, description, permissions },
      { parent: this },
    );
    const assigned = { organizationName, teamName, roleId: role.roleId };
    this.grants.push(new TeamRoleAssignment(logical, assigned, { parent: this }));
  }
}

/**
 * What a token has to say, each claim by itself. `sub` joins them to one text whose form depends on when the repository was
 * made: since July 2026 with ids in it. What no policy allows is refused.
 */
function policyFor({ name, ref }: Deployer, { organization, repository, repositoryId }: PulumiAccessArgs) {
  return {
    decision: "allow",
    tokenType: "team",
    teamName: nameFor(name),
    rules: {
      aud: `urn:pulumi:org:${organization}`,
      repository,
      repository_id: repositoryId,
      environment: name,
      ...(ref !== undefined && { ref }),
    },
  } as const;
}
