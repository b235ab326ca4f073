import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { User } from "@pulumi/aws/iam/user.js";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import {
  type Document,
  escAudience,
  escSubject,
  GITHUB_AUDIENCE,
  GITHUB_ISSUER,
  githubSubject,
  manageIdentityPolicy,
  PULUMI_ISSUER,
  readsIdentity,
  rotateKeysPolicy,
  type Subject,
  sendEmailPolicy,
  trustPolicy,
} from "./iam-documents.ts";

/** The GitHub environment of the drift jobs. */
const DRIFT_ENVIRONMENT = "drift";

export interface IdentityArgs {
  /** The organization in Pulumi Cloud. */
  readonly organization: string;
  /** `owner/name` on GitHub, or `owner@id/name@id` if the repository's tokens use that form. */
  readonly repository: string;
  readonly awsAccountId: string;
  /** The region that SES sends from. */
  readonly awsRegion: string;
  readonly stacks: readonly {
    readonly stack: string;
    readonly mailDomain: string;
    /** The sender of emails. Defaults to `no-reply@` and the mail domain. */
    readonly mailFrom?: string;
  }[];
  /** ARNs of existing OpenID providers, since an AWS account has at most one per issuer. */
  readonly adopt?: Readonly<Partial<Record<"github" | "pulumi", { readonly id: string }>>>;
}

/** ARNs of a stack's roles. */
export interface StackRoles {
  /** Assumed by the stack's ESC environment to manage its resources. */
  readonly pulumi: pulumi.Output<string>;
  /** Assumed by the ESC environment that stores the mailer's keys, to create new ones. */
  readonly rotator: pulumi.Output<string>;
  /** Assumed by the drift workflow, read-only. */
  readonly github: pulumi.Output<string>;
}

interface Providers {
  readonly github: pulumi.Output<string>;
  readonly pulumi: pulumi.Output<string>;
}

/**
 * Logins to the AWS account by OpenID Connect, without passwords or keys. The exception is the user that a Worker sends
 * email as: ESC creates its keys, so that none is in this stack's state.
 */
export class Identity extends pulumi.ComponentResource {
  /** By stack. */
  readonly roles: Readonly<Record<string, StackRoles>>;
  /** ARNs of the users that Workers send email as, by stack. */
  readonly mailers: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: IdentityArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Identity", name, {}, options);
    const providers = {
      github: this.provider("github", GITHUB_ISSUER, GITHUB_AUDIENCE, args),
      pulumi: this.provider("pulumi", PULUMI_ISSUER, escAudience(args.organization), args),
    };
    const made = args.stacks.map((each) => [each.stack, this.stack(each, providers, args)] as const);
    this.roles = Object.fromEntries(made.map(([stack, { roles }]) => [stack, roles]));
    this.mailers = Object.fromEntries(made.map(([stack, { mailer }]) => [stack, mailer]));
    this.registerOutputs({ roles: this.roles, mailers: this.mailers });
  }

  private provider(name: "github" | "pulumi", issuer: string, audience: string, { adopt = {} }: IdentityArgs) {
    const id = adopt[name]?.id;
    const provider = new OpenIdConnectProvider(
      name,
      { url: `https://${issuer}`, clientIdLists: [audience] },
      {
        parent: this,
        protect: true,
        retainOnDelete: true,
        // AWS verifies the issuer's certificate itself. An adopted provider may have audiences of others.
        ignoreChanges: ["thumbprintLists", ...(id === undefined ? [] : ["clientIdLists", "tags"])],
        ...(id !== undefined && { import: id }),
      },
    );
    return provider.arn;
  }

  private stack(each: IdentityArgs["stacks"][number], providers: Providers, args: IdentityArgs) {
    const { stack, mailDomain, mailFrom = `no-reply@${mailDomain}` } = each;
    const { organization, repository, awsAccountId, awsRegion } = args;
    const identity = `arn:aws:ses:${awsRegion}:${awsAccountId}:identity/${mailDomain}`;
    const esc = { issuer: PULUMI_ISSUER, audience: escAudience(organization), provider: providers.pulumi };
    const github = { issuer: GITHUB_ISSUER, audience: GITHUB_AUDIENCE, provider: providers.github };
    const mailer = this.mailer(nameFor(stack, "mailer"), sendEmailPolicy(identity, mailFrom));
    const user = `arn:aws:iam::${awsAccountId}:user/${nameFor(stack, "mailer")}`;
    const of = (environment: string) => ({ ...esc, subject: escSubject(organization, `cf-auth/${environment}`) });
    const comparing = { ...github, subject: githubSubject(repository, DRIFT_ENVIRONMENT) };
    const roles: StackRoles = {
      pulumi: this.role(nameFor(stack, "pulumi"), of(stack), manageIdentityPolicy(identity)),
      rotator: this.role(nameFor(stack, "rotator"), of(`mailer-${stack}`), rotateKeysPolicy(user)),
      github: this.role(nameFor(stack, "github"), comparing, readsIdentity(identity)),
    };
    return { roles, mailer };
  }

  private role(name: string, { provider, ...subject }: Trusted, may: Document): pulumi.Output<string> {
    const assumeRolePolicy = provider.apply((arn) => JSON.stringify(trustPolicy({ ...subject, provider: arn })));
    const role = new Role(name, { name, assumeRolePolicy }, { parent: this });
    new RolePolicy(name, { name, role: role.name, policy: JSON.stringify(may) }, { parent: this });
    return role.arn;
  }

  private mailer(name: string, may: Document): pulumi.Output<string> {
    const user = new User(name, { name }, { parent: this, protect: true, retainOnDelete: true });
    new UserPolicy(name, { name, user: user.name, policy: JSON.stringify(may) }, { parent: this });
    return user.arn;
  }
}

type Trusted = Omit<Subject, "provider"> & { readonly provider: pulumi.Output<string> };
