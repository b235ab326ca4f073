import { createClient } from "./client/client/index.ts";
import * as api from "./client/index.ts";
import type { Problem, Reason } from "./client/types.gen.ts";

/** Makes each kind of call with the generated client, and prints what it got. */

const {
  CF_AUTH_URL: baseUrl = "",
  CF_AUTH_SECRET_KEY: secretKey = "",
  CF_AUTH_PUBLISHABLE_KEY: publishableKey = "",
} = process.env;
const client = clientWith(secretKey);
const check = { subject: "user:anne", relation: "write", object: "repo:api" };

/** A client that sends a key in its own header; `auth` may also send it as a bearer token. */
function clientWith(key: string, scheme: "apiKey" | "http" = "apiKey") {
  return createClient({ baseUrl, auth: ({ type }) => (type === scheme ? key : undefined) });
}

/** The body of a successful call. */
async function dataOf<T>(call: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await call;
  if (data === undefined) throw new Error(JSON.stringify(error));
  return data;
}

/** The problem of a call that fails. */
async function problemOf(call: Promise<{ error?: Problem; response?: Response }>) {
  const { error, response } = await call;
  if (error === undefined) throw new Error("The call succeeded.");
  const { status, code, details } = error;
  return { problem: { status, code }, details, retryAfter: response?.headers.get("retry-after") ?? null };
}

/** The tuple at the end of a proof; the compiler knows the fields of each variant by its kind. */
function storedTuple(reason: Reason): string {
  return reason.kind === "tuple" ? `${reason.tuple.subject} ${reason.tuple.relation}` : `no tuple: ${reason.kind}`;
}

async function createKey(limits: { calls: number; perSeconds: number }[], expiresAt: Date) {
  return await dataOf(api.apiKeysCreate({ client, body: { kind: "secret", name: "Backend", limits, expiresAt } }));
}

async function emails(): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataOf(api.usersList({ client, body: { limit: 1, ...(cursor !== undefined && { cursor }) } }));
    found.push(...page.items.map(({ email }) => email));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found.sort();
}

const health = await dataOf(api.systemHealth({ client }));
const { allowed } = await dataOf(api.authzCheck({ client, body: check }));
const { proof } = await dataOf(api.authzExplain({ client, body: check }));

const expiresAt = new Date("2099-01-31T12:00:00.000Z");
const created = await createKey([{ calls: 1, perSeconds: 60 }], expiresAt);
const byGet = await dataOf(api.apiKeysGetByGet({ client, query: { id: created.apiKey.id } }));

const create = { client, body: { email: "ben@example.com" }, headers: { "idempotency-key": "create-ben-in-the-test" } };
const [first, second] = [await dataOf(api.usersCreate(create)), await dataOf(api.usersCreate(create))];

const limited = clientWith(created.key, "http");
const byBearerKey = await dataOf(api.authzCheck({ client: limited, body: check }));
const tooMany = await problemOf(api.authzCheck({ client: limited, body: check }));
const login = { email: "anne@example.com", password: "an unlikely sentence" };
const { accessToken } = await dataOf(api.authLogin({ client: clientWith(publishableKey), body: login }));
const me = await dataOf(api.authMe({ client: clientWith(accessToken, "http") }));

// @ts-expect-error: a field of the request is missing.
const invalid = await problemOf(api.authzCheck({ client, body: { subject: "user:anne", relation: "write" } }));
const missing = await problemOf(api.usersGet({ client, body: { id: "usr_01m8hscqm2ztga5mj6b8q4v1gw" } }));
const conflict = await problemOf(api.usersCreate({ client, body: { email: "anne@example.com" } }));
const anonymous = await problemOf(api.authzCheck({ client: createClient({ baseUrl }), body: check }));

console.log(
  JSON.stringify({
    health: health.status,
    isTimeADate: health.time instanceof Date,
    allowed,
    storedTuple: proof === null ? null : storedTuple(proof.reason),
    isExpirySame: byGet.expiresAt?.getTime() === expiresAt.getTime(),
    byGet: byGet.name,
    isUserCreatedOnce: first.user.id === second.user.id,
    byBearerKey: byBearerKey.allowed,
    byBearerToken: me.user.email,
    emails: await emails(),
    problems: [invalid, anonymous, missing, conflict, tooMany].map(({ problem }) => problem),
    hasIssues: Array.isArray(invalid.details.issues),
    hasRetryAfter: Number(tooMany.retryAfter) > 0,
  }),
);
