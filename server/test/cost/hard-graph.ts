import { env } from "cloudflare:workers";
import { MAX_DECISION_WORK } from "@cf-auth/engine";
import { clientFor } from "../client.ts";
import { t } from "../graphs.ts";
import { ALL_PLATFORM_SCOPES } from "../platform-keys.ts";
import { createTenant, createWorld } from "../world.ts";

/** Everything that makes a question hard: nesting, wide groups, exclusions of everyone, conditions, cycles. */
export const HARD_MODEL = `model
  schema 1.1
type user
type group
  relations
    define member: [user, user:*, group#member]
    define strict: [user, group#strict] and member
type folder
  relations
    define parent: [folder]
    define owner: [user, group#member]
    define blocked: [user, user:*, group#member]
    define viewer: [user, group#member] or owner or viewer from parent
    define may: viewer but not blocked
    define deep: may or deep from parent
type doc
  relations
    define parent: [folder]
    define reader: [user, user:*, group#member, user with matches]
    define barred: [user, user:*, group#member]
    define read: (reader or may from parent) but not barred
    define all: read and reader and deep from parent
condition matches(text: string, pattern: string, at: timestamp, words: list<string>, more: map<any>) {
  text.matches(pattern) || words.exists(a, words.exists(b, a + b == text)) || at < timestamp("2020-01-01T00:00:00Z")
}
`;

const WIDE = 6000;
const DEEP = 300;

function csv(): string {
  const rows: string[] = [];
  const add = (subject: string, relation: string, object: string) => {
    const [, type, id, member = ""] = /^(\w+):([^#]+)#?(.*)$/.exec(subject) ?? [];
    rows.push([type, id, member, relation, ...object.split(":")].join());
  };
  for (let i = 0; i < WIDE; i++) {
    add(`user:u${i}`, "member", "group:wide");
    add(`user:u${i}`, "strict", `group:g${i % DEEP}`);
    add(`group:g${i % DEEP}#member`, "reader", `doc:d${i}`);
    add(`folder:f${i % DEEP}`, "parent", `doc:d${i}`);
    add("folder:f0", "parent", `folder:w${i}`);
    add("group:wide#member", "owner", `folder:w${i}`);
    if (i % 2 === 0) add(`user:u${i}`, "blocked", `folder:w${i}`);
    if (i % 3 === 0) add("user:*", "barred", `doc:d${i}`);
    add(`user:u${i}`, "reader", "doc:wide");
  }
  for (let i = 0; i < DEEP; i++) {
    // Groups in groups, in a circle, and each of them in several.
    for (const step of [1, 2, 7]) add(`group:g${i}#member`, "member", `group:g${(i + step) % DEEP}`);
    add(`group:g${i}#strict`, "strict", `group:g${(i + 1) % DEEP}`);
    add(`folder:f${i}`, "parent", `folder:f${i + 1}`);
    add(`group:g${i}#member`, "viewer", `folder:f${i}`);
    add("group:wide#member", "blocked", `folder:f${i}`);
  }
  add("group:wide#member", "member", "group:g0");
  add("user:*", "barred", "doc:wide");
  return ["subject_type,subject_id,subject_relation,relation,object_type,object_id", ...rows].join("\n");
}

/** The headers of each kind of caller, and the ids of the graph. */
export type HardWorld = Awaited<ReturnType<typeof createHardWorld>>;

/** A platform with a tenant that has this graph, and somebody of each kind of caller. */
export async function createHardWorld() {
  const { token, admin, acme } = await createWorld();
  const at = clientFor({ token, tenant: acme.tenant.id });
  // As much as the tenant may be allowed at all.
  await at.authz.settings.update.mutate({ maxDepth: 1000, maxWork: MAX_DECISION_WORK });
  await acme.client.authz.model.put.mutate({ model: HARD_MODEL });
  await acme.client.authz.graph.import.mutate({ csv: csv() });
  const writes = [0, 1, 2].map((i) => ({
    ...{ subject: `user:u${i}`, relation: "reader", object: "doc:conditional" },
    condition: { name: "matches", context: { pattern: "(a|aa)*(b|bb)*c{1,50}$" } },
  }));
  await acme.client.authz.write.mutate({ writes });
  // The snapshot that copies are made from lies in R2 from then on.
  await acme.client.authz.check.query({ ...t("user:u0 reader doc:wide"), consistency: "fast" });
  const person = { email: "person@example.com", password: "an unlikely sentence" };
  await acme.browser.auth.register.mutate(person);
  const session = await acme.browser.auth.login.mutate(person);
  const platform = await admin.platform.keys.create.mutate({ name: "hard", scopes: ALL_PLATFORM_SCOPES });
  const { items: keys } = await admin.tenants.list.query({ limit: 1 });
  const tenant = acme.tenant.id;
  return {
    /** A tenant beside that one. */
    createTenant: (slug: string) => createTenant(admin, slug),
    ids: {
      id: session.user.id,
      tenant,
      slug: acme.tenant.slug,
      token: session.refreshToken,
      refreshToken: session.refreshToken,
      key: acme.publishableKey,
      secret: env.BOOTSTRAP_SECRET,
      other: keys[0]?.id ?? "",
      ...person,
    },
    callers: {
      anonymous: { "x-tenant-id": tenant },
      publishable: { "x-api-key": acme.publishableKey },
      secret: { "x-api-key": acme.secretKey },
      user: { authorization: `Bearer ${session.accessToken}` },
      admin: { authorization: `Bearer ${token}`, "x-tenant-id": tenant },
      platformKey: { "x-api-key": platform.key, "x-tenant-id": tenant },
    },
  };
}
