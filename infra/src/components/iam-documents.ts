/** A statement of an IAM policy. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  /** ARNs that the actions apply to; undefined in a trust policy. */
  readonly Resource?: string;
  /** Undefined in permissions of a role or user. */
  readonly Principal?: { readonly Federated: string };
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** An IAM policy document. */
export interface Document {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** A token's issuer as registered in AWS, and its exact audience and subject. */
export interface Subject {
  /** The ARN of the OpenID provider. */
  readonly provider: string;
  /** The issuer's URL without its scheme: the prefix of condition keys. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

export const GITHUB_ISSUER = "token.actions.githubusercontent.com";
export const PULUMI_ISSUER = "api.pulumi.com/oidc";
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * The audience of tokens that ESC uses to log in to AWS.
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/
 */
export function escAudience(organization: string): string {
  return `aws:${organization}`;
}

/**
 * The subject of an ESC environment that sets `subjectAttributes: [currentEnvironment.name]`. Without them, every
 * environment that a stack imports has the same subject, and could assume the role of any other.
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/#custom-token-claim
 */
export function escSubject(organization: string, environment: string): string {
  return `pulumi:environments:pulumi.organization.login:${organization}:currentEnvironment.name:${environment}`;
}

const REPOSITORY = /^[\w.-]+(?:@\d+)?\/[\w.-]+(?:@\d+)?$/;

/**
 * The subject of a job in an environment of a repository. Repositories created or renamed after 15 July 2026 are
 * `owner@id/name@id` there, so that a reused name has another subject.
 * @throws if the repository has neither form.
 * @see https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims
 */
export function githubSubject(repository: string, environment: string): string {
  if (!REPOSITORY.test(repository)) {
    throw new Error(
      `${repository} is not a repository: set cf-auth:repository to owner/name, or to owner@id/name@id as in its tokens.`,
    );
  }
  return `repo:${repository}:environment:${environment}`;
}

/** Allows one subject to assume the role. */
export function trustPolicy({ provider, issuer, audience, subject }: Subject): Document {
  return document({
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: provider },
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
  });
}

/**
 * Permissions to manage the identity of a stack's mail domain: `EmailIdentity` and `EmailIdentityMailFromAttributes`,
 * including deletion.
 */
export function manageIdentityPolicy(identity: string): Document {
  return document({
    Effect: "Allow",
    Action: [
      "ses:CreateEmailIdentity",
      "ses:DeleteEmailIdentity",
      "ses:GetEmailIdentity",
      "ses:ListTagsForResource",
      "ses:PutEmailIdentityConfigurationSetAttributes",
      "ses:PutEmailIdentityDkimAttributes",
      "ses:PutEmailIdentityDkimSigningAttributes",
      "ses:PutEmailIdentityMailFromAttributes",
      "ses:TagResource",
      "ses:UntagResource",
    ],
    Resource: identity,
  });
}

export function readsIdentity(identity: string): Document {
  return document({ Effect: "Allow", Action: "ses:GetEmailIdentity", Resource: identity });
}

/** Permission to send email from one sender. In the SES sandbox, sending requires permission for recipients, too. */
export function sendEmailPolicy(identity: string, from: string): Document {
  return document({
    Effect: "Allow",
    Action: "ses:SendEmail",
    Resource: identity,
    Condition: { StringEquals: { "ses:FromAddress": from } },
  });
}

/**
 * Permissions that `fn::rotate::aws-iam` requires for the user whose keys it creates.
 * @see https://www.pulumi.com/docs/esc/providers/rotators/aws-iam/#permissions
 */
export function rotateKeysPolicy(user: string): Document {
  return document({
    Effect: "Allow",
    Action: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:GetUser", "iam:ListAccessKeys", "iam:TagUser"],
    Resource: user,
  });
}

function document(statement: Statement): Document {
  return { Version: "2012-10-17", Statement: [statement] };
}
