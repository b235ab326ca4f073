import type { ProcedureContract } from "../contract.ts";
import type { Schema } from "../schemas.ts";
import { isRecord, isSchemas, propertiesOf, requiredOf } from "../schemas.ts";

/** A credential as a browser sends it, shortened. */
const CREDENTIAL = { id: "fBG7tcp0", rawId: "fBG7tcp0", type: "public-key" };

const WRITER = { subject: "user:anne", relation: "write", object: "repo:api" };

/** Example values of fields by name, or by procedure and name if the name alone is ambiguous. */
const VALUES: Readonly<Record<string, unknown>> = {
  code: "12345678",
  codeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  codeVerifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
  currentPassword: "an unlikely sentence",
  domain: "acme.example",
  email: "anne@example.com",
  darkImage: "iVBORw0KGgoAAAANSUhEUgAA…",
  id: "usr_01m8hscqm2ztga5mj6b8q4v1gw",
  image: "iVBORw0KGgoAAAANSUhEUgAA…",
  key: "sk_live_…",
  model: "model\n  schema 1.1\ntype user\ntype repo\n  relations\n    define write: [user]\n",
  name: "Acme",
  newEmail: "anne.new@example.com",
  newPassword: "another unlikely sentence",
  object: "repo:api",
  objectType: "repo",
  parentId: "ten_01m8hscqfekjwajw95j00wzsy6",
  password: "an unlikely sentence",
  plan: "team",
  prefix: "anne@",
  provider: "google",
  reason: "Support request 4711",
  relation: "write",
  returnUrl: "https://app.example.com/signed-in",
  secret: "the deployment's BOOTSTRAP_SECRET",
  sessionId: "ses_01m8hscqm2ztga5mj6b8q4v1gw",
  slug: "acme",
  subject: "user:anne",
  subjectKind: "user",
  tenant: "acme",
  token: "the token of the link",
  at: new Date("2026-11-29T10:00:00Z"),
  "authz.verifyProof.proof": { ...WRITER, reason: { kind: "tuple", tuple: WRITER } },
  "authz.assertions.assertions": [{ subject: "user:anne", relation: "write", object: "repo:api", expected: true }],
  "apiKeys.name": "Backend",
  "apiKeys.id": "key_01m8hscqm2ztga5mj6b8q4v1gw",
  "auth.account.name": "Anne",
  "auth.passkeys.id": "pky_01m8hscqm2ztga5mj6b8q4v1gw",
  "auth.passkeys.name": "My laptop",
  "auth.passkeys.register.passkey": {
    ...CREDENTIAL,
    response: { clientDataJSON: "eyJ0eXBlIjoi", attestationObject: "o2NmbXRkbm9u" },
  },
  "auth.passkeys.signIn.passkey": {
    ...CREDENTIAL,
    response: {
      ...{ clientDataJSON: "eyJ0eXBlIjoi", authenticatorData: "SZYN5YgOjGh0" },
      ...{ signature: "MEUCIQDx", userHandle: "dXNyXzAxbThoc2Nx" },
    },
  },
  "auth.password.password": "another unlikely sentence",
  "auth.sessions.id": "ses_01m8hscqm2ztga5mj6b8q4v1gw",
  "backups.id": "bak_01m8hscqm2ztga5mj6b8q4v1gw",
  "plans.slug": "team",
  "plans.name": "Team",
  "testing.clock.seconds": 3600,
  "webhooks.from": new Date("2026-11-29T10:00:00Z"),
  "webhooks.id": "whk_01m8hscqm2ztga5mj6b8q4v1gw",
  "webhooks.url": "https://hooks.example.com/cf-auth",
};

/** Optional fields that an example needs to make sense. */
const SHOWN: Readonly<Record<string, object>> = {
  "apiKeys.update": { name: "Backend" },
  "apiKeys.customers.update": { name: "Acme" },
  "auth.emailSignIn.complete": {
    email: "anne@example.com",
    code: "12345678",
    requestToken: "the requestToken of the start",
  },
  "auth.providers.start": { provider: "google" },
  "auth.refresh": { refreshToken: "rt_…" },
  "auth.logout": { refreshToken: "rt_…" },
  "authz.deleteTuples": { object: "repo:api" },
  "authz.graph.import": {
    csv: "subject_type,subject_id,subject_relation,relation,object_type,object_id\nuser,anne,,write,repo,api\n",
  },
  "authz.read": { object: "repo:api" },
  "authz.settings.update": { maxStalenessSeconds: 1 },
  "authz.write": { writes: [{ subject: "user:anne", relation: "write", object: "repo:api" }] },
  "tenants.settings.update": { requireVerifiedEmail: true },
  "tenants.update": { name: "Acme" },
  "users.create": { invite: true },
  "users.get": { email: "anne@example.com" },
  "users.update": { name: "Anne" },
  "webhooks.create": { events: ["users.", "auth.register"] },
  "webhooks.update": { enabled: true },
};

/** Requests that hold the response of another call. */
const FROM_OTHER_CALLS: Readonly<Record<string, string>> = { "authz.verifyProof": "{ proof }" };

/** A call of the procedure with the SDK: its required fields and typical optional ones. */
export function exampleOf({ path, input }: ProcedureContract): string {
  const request = FROM_OTHER_CALLS[path] ?? (input === null ? "" : literal(exampleInput(path, input)));
  return `await cfauth.${path}(${request === "{}" ? "" : request});`;
}

/** A valid request of the procedure. */
export function exampleInput(path: string, input: Schema): object {
  return { ...requiredIn(path, input), ...SHOWN[path] };
}

function requiredIn(path: string, schema: Schema): object {
  const required = requiredOf(schema);
  const properties = Object.entries(propertiesOf(schema) ?? {}).filter(([name]) => required.has(name));
  return Object.fromEntries(properties.map(([name, property]) => [name, exampleValue(path, name, property)]));
}

function exampleValue(path: string, name: string, schema: Schema): unknown {
  const named = namedValue(path, name);
  if (named !== undefined) return named;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (isSchemas(choices) && choices[0] !== undefined) return exampleValue(path, name, choices[0]);
  if (schema.type === "array" && isRecord(schema.items)) return [exampleValue(path, name, schema.items)];
  if (propertiesOf(schema) !== undefined) return requiredIn(path, schema);
  if (typeof schema.minimum === "number") return Math.max(schema.minimum, 60);
  return typeof schema.$ref === "string" ? {} : "…";
}

/** The value for the longest prefix of the procedure's path that has one. */
function namedValue(path: string, name: string): unknown {
  const parts = path.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  const found = prefixes.map((prefix) => `${prefix}.${name}`).find((key) => key in VALUES) ?? name;
  return VALUES[found];
}

/** A TypeScript literal, on several lines if one would exceed 72 characters. */
function literal(value: unknown, indent = ""): string {
  if (value instanceof Date) return `new Date("${value.toISOString()}")`;
  if (!isRecord(value) && !Array.isArray(value)) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = (inside: string) =>
    Array.isArray(value)
      ? value.map((item) => literal(item, inside))
      : Object.entries(value).map(([name, item]) => `${name}: ${literal(item, inside)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  const line = parts(indent).join(", ");
  if (line === "") return Array.isArray(value) ? "[]" : "{}";
  if (line.length <= 72 && !line.includes("\n")) return `${open}${line}${close}`;
  const lines = parts(inner).map((part) => `${inner}${part},\n`);
  return `${open.trim()}\n${lines.join("")}${indent}${close.trim()}`;
}
