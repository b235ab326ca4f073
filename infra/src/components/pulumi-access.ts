import * as pulumi from "@pulumi/pulumi";
import { buildAllowPermissionsOutput } from "@pulumi/pulumiservice/buildAllowPermissions.js";
import { OidcIssuer } from "@pulumi/pulumiservice/oidcIssuer.js";
import { OrganizationRole } from "@pulumi/pulumiservice/organizationRole.js";
import { Stack } from "@pulumi/pulumiservice/stack.js";
import { Team } from "@pulumi/pulumiservice/team.js";
import { TeamEnvironmentPermission } from "@pulumi/pulumiservice/teamEnvironmentPermission.js";
import { TeamRoleAssignment } from "@pulumi/pulumiservice/teamRoleAssignment.js";
import { TeamStackPermission, type TeamStackPermissionArgs } from "@pulumi/pulumiservice/teamStackPermission.js";
import { type AdoptedIds, PROJECT, type ServiceEnvironment, secretsEnvironment } from "../environments/environment.ts";
import { nameFor } from "../names.ts";
import { adoptOptions } from "./resource-options.ts";

/** Jobs that deploy or read stacks, and the memberless team whose tokens they get. */
export interface Deployer {
  /** The job's GitHub environment, whose rules define approvals. The team is named after it. */
  readonly name: string;
  /** The only accepted branch, in addition to GitHub's own rules. */
  readonly ref?: string;
  /** Environments that the team opens. Except for `create`, also the stacks of the same names. */
  readonly environments: readonly ServiceEnvironment[];
  /** `create` creates a stack for each pull request, `edit` deploys, `read` previews and detects drift. */
  readonly access: "create" | "edit" | "read";
  /** Whether the team also writes the literal secrets of these environments, for rotations. */
  readonly writesSecrets?: true;
}

export interface PulumiAccessArgs {
  /** The organization in Pulumi Cloud. */
  readonly organization: string;
  /** The repository on GitHub: `owner/name` and its id. */
  readonly repository: string;
  readonly repositoryId: string;
  readonly deployers: readonly Deployer[];
  /** Names of all environments that are opened with one; available once they exist. */
  readonly opened: (environment: ServiceEnvironment) => Readonly<Record<string, pulumi.Input<string>>>;
  readonly adopt?: AdoptedIds;
}

const GITHUB = "https://token.actions.githubusercontent.com";
/** The time of the longest job. */
const MAX_TOKEN_SECONDS = 2 * 60 * 60;
/** Pulumi Cloud's permission levels for a team and a stack. Neither allows deleting or transferring it. */
const PERMISSIONS = { read: 101, edit: 102 } as const;

/**
 * Access of workflows to Pulumi Cloud without a stored token. GitHub identifies the job, and Pulumi Cloud exchanges
 * that identity for the token of a team with limited permissions. Teams and their tokens require Pulumi Cloud's Pro
 * edition or above.
 *
 * Permissions are granted by name. Roles would require a stack id that no resource returns.
 */
export class PulumiAccess extends pulumi.ComponentResource {
  /** By deployer: the team whose token its jobs request, as `scope: team:<name>`. */
  readonly teams: Readonly<Record<string, pulumi.Output<string>>>;
  /** Permissions that must exist before the first token is issued. */
  private readonly grants: pulumi.Resource[] = [];

  constructor(name: string, args: PulumiAccessArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:PulumiAccess", name, {}, options);
    const { organization, deployers } = args;
    const edited = deployers.filter(({ access }) => access !== "create").flatMap(({ environments }) => environments);
    const stacks = new Map([...new Set(edited)].map((stack) => [stack, this.stack(stack, args)] as const));
    this.teams = Object.fromEntries(deployers.map((deployer) => [deployer.name, this.team(deployer, stacks, args)]));
    new OidcIssuer(
      "github",
      {
        organization,
        name: "github",
        url: GITHUB,
        maxExpirationSeconds: MAX_TOKEN_SECONDS,
        policies: deployers.map((deployer) => policyFor(deployer, args)),
      },
      { parent: this, ...adoptOptions(args.adopt?.issuer), dependsOn: this.grants },
    );
    this.registerOutputs({ teams: this.teams });
  }

  private stack(stackName: string, args: PulumiAccessArgs): Stack {
    const logical = `stack-${stackName}`;
    return new Stack(
      logical,
      { organizationName: args.organization, projectName: PROJECT, stackName },
      { parent: this, ...adoptOptions(args.adopt?.[logical]), protect: true, retainOnDelete: true },
    );
  }

  private team(
    { name, environments, access, writesSecrets }: Deployer,
    stacks: ReadonlyMap<string, Stack>,
    args: PulumiAccessArgs,
  ) {
    const { organization, opened } = args;
    const logical = `team-${name}`;
    const team = new Team(
      logical,
      { organizationName: organization, teamType: "pulumi", name: nameFor(name), members: [] },
      // Pulumi Cloud makes the creator of a team a member of it.
      { parent: this, ...adoptOptions(args.adopt?.[logical]), ignoreChanges: ["members"] },
    );
    // The type is optional for teams of GitHub.
    const named = team.name.apply((teamName) => teamName ?? nameFor(name));
    // Several environments are opened with the same ones.
    for (const [key, environment] of new Map(environments.flatMap((each) => Object.entries(opened(each))))) {
      const isWritten = writesSecrets && environments.some((each) => key === secretsEnvironment(each));
      const permission = isWritten ? "write" : "open";
      const grant = { organization, team: named, project: PROJECT, environment, permission } as const;
      this.grants.push(new TeamEnvironmentPermission(`${logical}-${key}`, grant, { parent: this }));
    }
    if (access === "create") this.grantCreation(logical, organization, named);
    for (const [stackName, stack] of stacks) {
      if (access === "create" || !environments.some((each) => each === stackName)) continue;
      this.deploy(`${logical}-${stackName}`, { organization, team: named, permission: PERMISSIONS[access] }, stack);
    }
    return named;
  }

  private deploy(logical: string, grant: Omit<TeamStackPermissionArgs, "project" | "stack">, stack: Stack): void {
    const args = { ...grant, project: PROJECT, stack: stack.stackName };
    this.grants.push(new TeamStackPermission(logical, args, { parent: this }));
  }

  /** Pulumi Cloud grants the creator of a stack full access to it, and none to others. */
  private grantCreation(logical: string, organizationName: string, teamName: pulumi.Output<string>): void {
    const { permissions } = buildAllowPermissionsOutput({ permissions: ["stack:create"] }, { parent: this });
    const description = "Creates the stacks of pull requests.";
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
 * Claims that a token must have. They are listed one by one, because the form of `sub` depends on the repository's age:
 * since July 2026 it contains ids. Tokens that no policy allows are rejected.
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
