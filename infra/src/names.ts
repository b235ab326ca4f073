/** Prefix of every resource name. */
const PRODUCT = "cf-auth";

/**
 * The name of a stack's resource: `cf-auth-files-staging`, or `cf-auth-staging` without a word (the Worker, its
 * database). All names come from here. They are unique in an account because stacks are.
 */
export function nameFor(stack: string, what?: string): string {
  return [PRODUCT, what, stack].filter((part) => part !== undefined).join("-");
}

/** Whether `nameFor` returns this name for the stack. */
export function isNameOf(stack: string, name: string): boolean {
  return name === nameFor(stack) || (name.startsWith(`${PRODUCT}-`) && name.endsWith(`-${stack}`));
}

/** The word that `nameFor` combined with the stack: `files` of `cf-auth-files-staging`; undefined for other names. */
export function wordIn(stack: string, name: string): string | undefined {
  if (!isNameOf(stack, name)) return undefined;
  return name.slice(`${PRODUCT}-`.length, -`-${stack}`.length) || undefined;
}

/** The word for a KV binding: the namespace of `TENANT_CACHE` is `cf-auth-tenant-cache-<stack>`. */
export function wordFor(binding: string): string {
  return binding.toLowerCase().replaceAll("_", "-");
}

/** Prefix in a stack's bucket of the database exports before each release. */
export const EXPORTS = "exports/";

/**
 * Whether a stack belongs to a pull request, as `pr-12` does. It is created and destroyed with it, and stores nothing
 * that lasts.
 */
export function isPreview(stack: string): boolean {
  return /^pr-[1-9]\d{0,6}$/.test(stack);
}

/** The environment of `wrangler.jsonc` for a stack: its own, or `preview` for pull requests. */
export function environmentOf(stack: string): string {
  return isPreview(stack) ? "preview" : stack;
}
