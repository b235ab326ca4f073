/** The first line of every generated file. */
export const BANNER = "// Generated from the router by `npm run generate`. Do not edit.\n";

/** The parts of a procedure that determine its type names. */
export interface Named {
  readonly path: string;
  /** The JSON Schema of its response. */
  readonly output: Readonly<Record<string, unknown>>;
}

/** Families that only group others, so that they add nothing to a name: `auth.login` is `Login`. */
const NAMESPACES: ReadonlySet<string> = new Set(["auth", "authz"]);

/** Nouns of families whose path does not name their resource. */
export const NOUNS: Readonly<Record<string, string>> = {
  "apiKeys.customers": "CustomerKeys",
  audit: "AuditLog",
  "auth.keys": "SigningKeys",
  "auth.providers": "SignInProviders",
  emailDomains: "EmailDomains",
  providers: "IdentityProviders",
  "authz.settings": "GraphSettings",
  "testing.clock": "TestClock",
};

/** Families named by a plural that has no singular. */
const PLURAL_ONLY = /Settings$/;

/** Methods about many resources at once. All others are about one. */
const ABOUT_MANY: ReadonlySet<string> = new Set(["list", "search", "import"]);

/** Methods that are nouns: what they return is read by `Get`. */
export const NOUN_METHODS: ReadonlySet<string> = new Set([
  "authz.graph.stats",
  "auth.me",
  "dashboard.activity",
  "dashboard.health",
  "dashboard.hours",
  "dashboard.latency",
  "dashboard.overview",
  "dashboard.tenants",
  "dashboard.timeseries",
  "dashboard.topTenants",
  "events.ticket",
  "system.health",
]);

/** Names that the rule would make hard to read. */
export const IRREGULAR: Readonly<Record<string, string>> = {
  "audit.list": "ListAuditEvents",
  "auth.email.resend": "ResendVerificationEmail",
  "auth.identities.complete": "CompleteIdentityLink",
  "auth.identities.link": "StartIdentityLink",
  "auth.providers.start": "StartProviderSignIn",
  "auth.sessions.endAll": "EndAllSessions",
  "auth.sessions.endOthers": "EndOtherSessions",
  "authz.changes": "ListChanges",
  "authz.graph.job": "GetImportJob",
  "authz.model.list": "ListModelVersions",
  "platform.breakGlass": "BreakGlass",
  "platform.endBreakGlass": "EndBreakGlass",
  "tenants.sessions.endAll": "EndAllTenantSessions",
  "users.forceReset": "ForcePasswordReset",
  "users.getMany": "GetUsers",
  "users.sessions.endAll": "EndAllUserSessions",
};

/**
 * The operation's name, verb first: `<Verb><Noun><Rest>`, such as `apiKeys.create` → `CreateApiKey`, `tenants.setPlan` →
 * `SetTenantPlan`, `authz.graph.import` → `ImportGraph`, `authz.listObjects` → `ListObjects`.
 */
export function operationName(path: string): string {
  const irregular = IRREGULAR[path];
  if (irregular !== undefined) return irregular;
  const families = path.split(".");
  const method = families.pop() ?? "";
  const [verb = "", rest = ""] = splitVerb(method);
  const noun = nounOf(families, ABOUT_MANY.has(method));
  return NOUN_METHODS.has(path) ? `Get${noun}${capitalized(method)}` : `${capitalized(verb)}${noun}${rest}`;
}

/** `CheckRequest`. */
export function requestName({ path }: Pick<Named, "path">): string {
  return `${operationName(path)}Request`;
}

/** `CheckResponse`, or the resource's own name where the response is exactly one: `tenants.get` returns a `Tenant`. */
export function responseName({ path, output }: Named): string {
  return isResource(output) ? output.$ref.replace("#/$defs/", "") : `${operationName(path)}Response`;
}

/** Whether a response is exactly one named schema. */
export function isResource(output: Named["output"]): output is { readonly $ref: string } {
  return typeof output.$ref === "string";
}

function nounOf(families: readonly string[], isAboutMany: boolean): string {
  const named = NOUNS[families.join(".")];
  if (named !== undefined) return isAboutMany ? named : singular(named);
  const nouns = families.filter((family) => !NAMESPACES.has(family)).map(capitalized);
  return nouns.map((noun, i) => (isAboutMany && i === nouns.length - 1 ? noun : singular(noun))).join("");
}

function singular(noun: string): string {
  return PLURAL_ONLY.test(noun) ? noun : noun.replace(/s$/, "");
}

/** `listObjects` → `list` and `Objects`. */
function splitVerb(method: string): string[] {
  return [method.replace(/[A-Z].*$/, ""), /[A-Z].*$/.exec(method)?.[0] ?? ""];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
