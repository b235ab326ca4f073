/** What has to be known of a kind of resource before it is deployed. */
export interface Kind {
  /** The property that is its name in the cloud, where we choose one. */
  readonly name?: string;
  /** Whether it holds what cannot be made again as it was: data, or keys that others know. */
  readonly state: boolean;
}

const nameless: Kind = { state: false };
const stateful: Kind = { state: true };
const named = (name: string): Kind => ({ name, state: false });
const namedState = (name: string): Kind => ({ name, state: true });

/**
 * Every kind that a stack may have. One that is not here is refused, so that nothing with data or a name comes in that no
 * rule knows of.
 */
export const KINDS: Readonly<Record<string, Kind>> = {
  "cloudflare:index/d1Database:D1Database": namedState("name"),
  "cloudflare:index/dnsRecord:DnsRecord": nameless,
  // Made again, it has another DKIM key.
  "cloudflare:index/emailSendingSubdomain:EmailSendingSubdomain": stateful,
  "cloudflare:index/notificationPolicy:NotificationPolicy": named("name"),
  // Messages that nobody has taken yet.
  "cloudflare:index/queue:Queue": namedState("queueName"),
  "cloudflare:index/queueConsumer:QueueConsumer": nameless,
  "cloudflare:index/r2Bucket:R2Bucket": namedState("name"),
  "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle": nameless,
  "cloudflare:index/r2CustomDomain:R2CustomDomain": nameless,
  "cloudflare:index/r2ManagedDomain:R2ManagedDomain": nameless,
  "cloudflare:index/turnstileWidget:TurnstileWidget": named("name"),
  // With it go its Durable Objects, and with them every tenant's graph.
  "cloudflare:index/worker:Worker": namedState("name"),
  "cloudflare:index/workerVersion:WorkerVersion": nameless,
  "cloudflare:index/workersCronTrigger:WorkersCronTrigger": nameless,
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": nameless,
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": namedState("title"),
  "cloudflare:index/workersRoute:WorkersRoute": nameless,
  "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain": nameless,
  "command:local:Command": nameless,
  // One an issuer and account; its URL is its name.
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": nameless,
  "aws:iam/policy:Policy": named("name"),
  "aws:iam/role:Role": named("name"),
  "aws:iam/rolePolicy:RolePolicy": named("name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": nameless,
  // ESC makes its keys, which go with it.
  "aws:iam/user:User": namedState("name"),
  "aws:iam/userPolicy:UserPolicy": named("name"),
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": nameless,
  // Its name is its domain; made again, it has other DKIM keys.
  "aws:sesv2/emailIdentity:EmailIdentity": stateful,
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": nameless,
  // Named within our own project; its secrets are nowhere else.
  "pulumiservice:index:Environment": stateful,
  "pulumiservice:index:EnvironmentRotationSchedule": nameless,
  // One an issuer and organization, whoever uses it.
  "pulumiservice:index:OidcIssuer": nameless,
  "pulumiservice:index:OrganizationRole": named("name"),
  // What Pulumi knows of all that is deployed.
  "pulumiservice:index:Stack": stateful,
  "pulumiservice:index:Team": named("name"),
  "pulumiservice:index:TeamEnvironmentPermission": nameless,
  "pulumiservice:index:TeamRoleAssignment": nameless,
  "pulumiservice:index:TeamStackPermission": nameless,
};

/** Undefined for what the table does not know. */
export function kindOf(type: string): Kind | undefined {
  return Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
}

/** What exists in Pulumi only: the stack, our components, providers. */
export function isOfPulumi(type: string): boolean {
  return type.startsWith("pulumi:") || type.startsWith("cf-auth:infra:");
}
