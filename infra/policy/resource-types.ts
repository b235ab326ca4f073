/** Properties of a resource type that the rules need. */
export interface ResourceType {
  /** The property that sets the resource's name in the cloud, if the program can choose it. */
  readonly name?: string;
  /** Whether the resource contains state that can't be recreated: data, or keys that others rely on. */
  readonly state: boolean;
}

const nameless: ResourceType = { state: false };
const stateful: ResourceType = { state: true };
const named = (name: string): ResourceType => ({ name, state: false });
const namedState = (name: string): ResourceType => ({ name, state: true });

/**
 * Resource types that a stack may contain. Other types are rejected, so that each type with data or a name has its
 * rules.
 */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  "cloudflare:index/d1Database:D1Database": namedState("name"),
  "cloudflare:index/dnsRecord:DnsRecord": nameless,
  // Recreating it changes the DKIM key.
  "cloudflare:index/emailSendingSubdomain:EmailSendingSubdomain": stateful,
  "cloudflare:index/notificationPolicy:NotificationPolicy": named("name"),
  // Contains unconsumed messages.
  "cloudflare:index/queue:Queue": namedState("queueName"),
  "cloudflare:index/queueConsumer:QueueConsumer": nameless,
  "cloudflare:index/r2Bucket:R2Bucket": namedState("name"),
  "cloudflare:index/r2BucketLifecycle:R2BucketLifecycle": nameless,
  "cloudflare:index/r2CustomDomain:R2CustomDomain": nameless,
  "cloudflare:index/r2ManagedDomain:R2ManagedDomain": nameless,
  "cloudflare:index/turnstileWidget:TurnstileWidget": named("name"),
  // Deleting it deletes its Durable Objects, which store the graph of every tenant.
  "cloudflare:index/worker:Worker": namedState("name"),
  "cloudflare:index/workerVersion:WorkerVersion": nameless,
  "cloudflare:index/workersCronTrigger:WorkersCronTrigger": nameless,
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": nameless,
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": namedState("title"),
  "cloudflare:index/workersRoute:WorkersRoute": nameless,
  "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain": nameless,
  "command:local:Command": nameless,
  // AWS allows one per issuer and account; its URL is its name.
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": nameless,
  "aws:iam/policy:Policy": named("name"),
  "aws:iam/role:Role": named("name"),
  "aws:iam/rolePolicy:RolePolicy": named("name"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": nameless,
  // Deleting it deletes the access keys that ESC created.
  "aws:iam/user:User": namedState("name"),
  "aws:iam/userPolicy:UserPolicy": named("name"),
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": nameless,
  // The name is its domain. Recreating it changes the DKIM keys.
  "aws:sesv2/emailIdentity:EmailIdentity": stateful,
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": nameless,
  // Named within the ESC project. Its secrets are stored nowhere else.
  "pulumiservice:index:Environment": stateful,
  "pulumiservice:index:EnvironmentRotationSchedule": nameless,
  // Pulumi Cloud allows one per issuer and organization.
  "pulumiservice:index:OidcIssuer": nameless,
  "pulumiservice:index:OrganizationRole": named("name"),
  // Stores Pulumi's state of a deployment.
  "pulumiservice:index:Stack": stateful,
  "pulumiservice:index:Team": named("name"),
  "pulumiservice:index:TeamEnvironmentPermission": nameless,
  "pulumiservice:index:TeamRoleAssignment": nameless,
  "pulumiservice:index:TeamStackPermission": nameless,
};

/** Returns undefined for a type that is not in the table. */
export function resourceTypeOf(type: string): ResourceType | undefined {
  return Object.hasOwn(RESOURCE_TYPES, type) ? RESOURCE_TYPES[type] : undefined;
}

/** Whether a type exists in Pulumi only: the stack, components and providers. */
export function isPulumiInternal(type: string): boolean {
  return type.startsWith("pulumi:") || type.startsWith("cf-auth:infra:");
}
