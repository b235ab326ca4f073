/** What every resource of a deployment is named after. */
const PRODUCT = "cf-auth";

/**
 * The name of a stack's resource, and the one place where names are made: `cf-auth-files-staging`, or `cf-auth-staging`
 * for what needs no word of its own (the Worker, its database). Names are unique in an account because stacks are.
 */
export function nameFor(stack: string, what?: string): string {
  return [PRODUCT, what, stack].filter((part) => part !== undefined).join("-");
}

/** Whether a name is one that `nameFor` makes for the stack. */
export function isNameOf(stack: string, name: string): boolean {
  return name === nameFor(stack) || (name.startsWith(`${PRODUCT}-`) && name.endsWith(`-${stack}`));
}

/** What `nameFor` was told beside the stack: `files` of `cf-auth-files-staging`; undefined for what it has not made so. */
export function wordIn(stack: string, name: string): string | undefined {
  if (!isNameOf(stack, name)) return undefined;
  return name.slice(`${PRODUCT}-`.length, -`-${stack}`.length) || undefined;
}

/** The KV binding `TENANT_CACHE` of a stack is the namespace `cf-auth-tenant-cache-<stack>`. */
export function wordFor(binding: string): string {
  return binding.toLowerCase().replaceAll("_", "-");
}

/** Where the bucket of a stack has the database as it was before each release. */
export const EXPORTS = "exports/";

/** Stacks of pull requests: `pr-12`. They are made and destroyed with it, and hold nothing that lasts. */
export function isPreview(stack: string): boolean {
  return /^pr-[1-9]\d{0,6}$/.test(stack);
}

/** The environment of `wrangler.jsonc` that a stack is made from: its own, or the one that pull requests share. */
export function environmentOf(stack: string): string {
  return isPreview(stack) ? "preview" : stack;
}
