/** A statement of an IAM policy, in the forms that are used here. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  /** What the actions are allowed on; of a role's trust there is none. */
  readonly Resource?: string;
  /** Who may; of what a role or a user may itself there is none. */
  readonly Principal?: { readonly Federated: string };
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** An IAM policy document. */
export interface Document {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Who signs tokens, as AWS has registered it, and whose token is meant: both exactly. */
export interface Subject {
  /** The ARN of the OpenID provider. */
  readonly provider: string;
  /** Its URL without the scheme, which is what its claims are called after. */
  readonly issuer: string;
  readonly audience: string;
  readonly subject: string;
}

export const GITHUB_ISSUER = "token.actions.githubusercontent.com";
export const PULUMI_ISSUER = "api.pulumi.com/oidc";
export const GITHUB_AUDIENCE = "sts.amazonaws.com";

/**
 * The audience of tokens with which ESC logs in to AWS.
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/aws/
 */
export function escAudience(organization: string): string {
  return `aws:${organization}`;
}

/**
 * The subject of an ESC environment that has `subjectAttributes: [currentEnvironment.name]`. Without them, every
 * environment that a stack imports has the same one, and could take the role of any other.
 * @see https://www.pulumi.com/docs/esc/guides/configuring-oidc/#custom-token-claim
 */
export function escSubject(organization: string, environment: string): string {
  return `pulumi:environments:pulumi.organization.login:${organization}:currentEnvironment.name:${environment}`;
}

const REPOSITORY = /^[\w.-]+(?:@\d+)?\/[\w.-]+(?:@\d+)?$/;

/**
 * The subject of a job in an environment of a repository. Repositories that were made or renamed after 15 July 2026 are
 * `owner@id/name@id` there, for whoever takes an old name to be another.
 * @throws where the repository has neither form.
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

/** Lets one subject take the role. */
export function trust({ provider, issuer, audience, subject }: Subject): Document {
  return document({
    Effect: "Allow",
    Action: "sts:AssumeRoleWithWebIdentity",
    Principal: { Federated: provider },
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
  });
}

/** What a stack does to the identity of its mail domain: `EmailIdentity` and `EmailIdentityMailFromAttributes`, to their end. */
export function managesIdentity(identity: string): Document {
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

/** What the Worker calls, as the one address that it sends from. Until SES has left its sandbox, it asks for recipients, too. */
export function sendsMail(identity: string, from: string): Document {
  return document({
    Effect: "Allow",
    Action: "ses:SendEmail",
    Resource: identity,
    Condition: { StringEquals: { "ses:FromAddress": from } },
  });
}

/**
 * What `fn::rotate::aws-iam` needs of the user whose keys it makes.
 * @see https://www.pulumi.com/docs/esc/providers/rotators/aws-iam/#permissions
 */
export function rotatesKeys(user: string): Document {
  return document({
    Effect: "Allow",
    Action: ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:GetUser", "iam:ListAccessKeys", "iam:TagUser"],
    Resource: user,
  });
}

function document(statement: Statement): Document {
  return { Version: "2012-10-17", Statement: [statement] };
}
