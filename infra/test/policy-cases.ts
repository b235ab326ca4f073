import type { PolicyResource, Rule } from "../policy/rule.ts";

/** A resource for the rules. Defaults to protected and retained, without secrets. */
export function resource(
  type: string,
  props: PolicyResource["props"] = {},
  more: Partial<PolicyResource> & { readonly stack?: string } = {},
): PolicyResource {
  const { stack = "staging", ...rest } = more;
  const name = rest.name ?? "it";
  const urn = `urn:pulumi:${stack}::cf-auth::${type}::${name}`;
  return { urn, type, name, props, protect: true, retainOnDelete: true, secrets: [], adopted: false, ...rest };
}

/** Messages of a rule for the resources. */
export function messagesOf(rule: Rule, resources: readonly PolicyResource[], stack = "staging"): string[] {
  return rule.check({ stack, resources }).map(({ message }) => message);
}

export const D1 = "cloudflare:index/d1Database:D1Database";
export const BUCKET = "cloudflare:index/r2Bucket:R2Bucket";
export const WORKER = "cloudflare:index/worker:Worker";
export const VERSION = "cloudflare:index/workerVersion:WorkerVersion";
export const ROLE = "aws:iam/role:Role";
