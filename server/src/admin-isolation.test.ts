import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import SuperJSON from "superjson";
import { beforeAll, expect, inject, it } from "vitest";
import { type Admin, admit, platformId } from "../test/admins.ts";
import { clientFor } from "../test/client.ts";
import { type Holdings, holdingsOf, textsIn } from "../test/holdings.ts";
import { inputsOf, procedures } from "../test/inputs.ts";
import { emailsOf } from "../test/mailbox.ts";
import { send } from "../test/raw.ts";
import { createWorld, type World } from "../test/world.ts";
import { adminNeedOf } from "./pipeline/declaration.ts";

/** Random admins of each role, with random calls about two tenants, do nothing beyond their role. */
const RUNS = inject("long") ? 40 : 1;
const CALLS = 40;
const MODEL = "model\n  schema 1.1\ntype user\ntype doc\n  relations\n    define reader: [user]\n";
/** Shorter texts occur by chance. */
const DISTINCTIVE = 6;
/** What is written of each call, whatever becomes of it, and what is put away of that later. */
const OF_ANY_CALL = /^(d1\.(audit_events|usage_metrics)|state\.(usage_[a-z]+|audit_links|audit_expected|events))$/;
/** The ticket that a reader gets to follow events. */
const OF_READING = /^state\.event_tickets$/;
/** What changes where users are helped who cannot get in. */
const OF_HELP = /^(d1\.(users|sessions|verification_tokens)|state\.(outbox|mailbox|revoked|sqlite_sequence))$/;

/** State that changes with a tenant's plan: its graph's limits, its version, and what is noted for the revocation list. */
const OF_PLANS = /^(d1\.plans|d1\.changed_rows|graph\.documents|state\.tenant_state)$/;
const SLUGS = ["alpha", "bravo"] as const;
/** Roles for the platform, and for one tenant. */
const NAMES = [
  "nothing",
  "readonly",
  "billing",
  "support",
  "viewer of alpha",
  "billing of alpha",
  "support of alpha",
  "manager of alpha",
] as const;

type Side = Awaited<ReturnType<typeof side>>;

interface Actor {
  readonly admin: Admin;
  /** Of which tenants it may read what is in them, help users, change the plan, and change everything else. */
  readonly reads: readonly string[];
  readonly helps: readonly string[];
  readonly bills: readonly string[];
  readonly manages: readonly string[];
}

let world: World;
let platform: string;
let sides: readonly [Side, Side];
let actors: Record<(typeof NAMES)[number], Actor>;
beforeAll(async () => {
  world = await createWorld();
  platform = await platformId(world.admin);
  // The first call records the versions of the deployment's secrets, which the schedule does everywhere else.
  await world.admin.dashboard.secrets.query();
  sides = [await side("alpha"), await side("bravo")];
  await Promise.all(sides.map(({ tenant }) => env.TENANT_STATE.getByName(tenant.id).sealAll()));
  const both = ["alpha", "bravo"];
  const of = async (
    name: string,
    role: Parameters<typeof admit>[2],
    grant?: "viewer" | "support" | "billing" | "manager",
  ) => await admit(world.admin, name, role, grant === undefined ? [] : [{ tenant: "alpha", grant }]);
  const none = { reads: [], helps: [], bills: [], manages: [] };
  const own = { ...none, reads: ["alpha"] };
  actors = {
    nothing: { admin: await of("nothing", null), ...none },
    readonly: { admin: await of("readonly", "readonly"), ...none, reads: both },
    billing: { admin: await of("billing", "billing"), ...none, bills: both },
    support: { admin: await of("support", "support"), ...none, reads: both, helps: both },
    "viewer of alpha": { admin: await of("viewer", null, "viewer"), ...own },
    "billing of alpha": { admin: await of("pays", null, "billing"), ...none, bills: ["alpha"] },
    "support of alpha": { admin: await of("helps", null, "support"), ...own, helps: ["alpha"] },
    "manager of alpha": { admin: await of("manages", null, "manager"), ...own, helps: ["alpha"], manages: ["alpha"] },
  };
});

/** A tenant with something of everything; what is said nowhere but there begins with `kept`. */
async function side(slug: string) {
  const { tenant, secretKey } = await world.admin.tenants.create.mutate({ slug, name: slug, environment: "test" });
  const client = clientFor({ key: secretKey });
  await client.authz.model.put.mutate({ model: MODEL });
  const tuple = { subject: `user:kept-at-${slug}`, relation: "reader", object: `doc:kept-at-${slug}` };
  await client.authz.write.mutate({ writes: [tuple] });
  await client.authz.graph.export.mutate({ destination: "r2" });
  const of = { name: `kept-at-${slug}`, metadata: { plan: `kept-plan-${slug}` } };
  const { user } = await client.users.create.mutate({
    email: `kept@${slug}.example`,
    password: "an unlikely sentence",
    ...of,
  });
  const signedIn = clientFor({ tenant: slug }).auth.login;
  await signedIn.mutate({ email: `kept@${slug}.example`, password: "an unlikely sentence" });
  const [session] = (await client.users.sessions.list.query({ id: user.id })).items;
  const { apiKey } = await client.apiKeys.create.mutate({ kind: "secret", name: `kept-key-${slug}` });
  const customer = await client.apiKeys.customers.create.mutate({
    name: `kept-customer-${slug}`,
    ownerId: `kept-${slug}`,
  });
  return { slug, tenant, user, ids: [tenant.id, slug, user.id, session?.id ?? "", apiKey.id, customer.apiKey.id] };
}

interface Call {
  readonly path: string;
  readonly body: string;
  readonly at: string | undefined;
}

function calls(): fc.Arbitrary<Call> {
  const ids = sides.flatMap(({ ids: own }) => own);
  const admins = Object.values(actors).map(({ admin }) => admin.id);
  const words = [
    "reader",
    "user",
    "doc",
    "user:anne",
    "doc:plans",
    MODEL,
    "a reason that is long enough",
    "superadmin",
  ];
  const text = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...ids) },
    { weight: 4, arbitrary: fc.constantFrom(...sides.map(({ user }) => user.id)) },
    { weight: 2, arbitrary: fc.constantFrom(...admins, ...admins.map((id) => `admin:${id}`)) },
    { weight: 3, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.string() },
  );
  // What anyone may call is another test's; and who breaks the glass may do more than their role, for a while.
  const walked = procedures().filter(({ path, declaration, type }) => {
    return adminNeedOf(declaration, type) !== null && path !== "platform.breakGlass";
  });
  const at = fc.constantFrom("alpha", "alpha", "bravo", "bravo", undefined);
  return fc.oneof(
    ...walked.map(({ path, input }) =>
      fc.record({
        path: fc.constant(path),
        body: inputsOf(input, text).map((value) => JSON.stringify(SuperJSON.serialize(value))),
        at,
      }),
    ),
  );
}

let address = 0;
async function make({ path, body, at }: Call, { token }: Admin) {
  address++;
  const headers = {
    "content-type": "application/json",
    "cf-connecting-ip": `10.8.${(address >> 8) & 255}.${address & 255}`,
    authorization: `Bearer ${token}`,
    ...(at !== undefined && { "x-tenant-id": at }),
  };
  return await send(`/trpc/${path}`, { method: "POST", headers, body });
}

/** The parts in which two states differ, but for what each call leaves. */
function changed(before: Holdings, after: Holdings): string[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differ = parts.filter((part) => JSON.stringify(before[part] ?? []) !== JSON.stringify(after[part] ?? []));
  return differ.filter((part) => !OF_ANY_CALL.test(part));
}

/** Which plan a tenant is on, and what that allows, stands in its row. */
function unplanned(holdings: Holdings): Holdings {
  const rows = (holdings["d1.tenants"] ?? []).map(({ plan: _, limits: _limits, ...row }) => row);
  return { ...holdings, "d1.tenants": rows };
}

async function statesOf() {
  const [alpha, bravo, own] = await Promise.all(
    [sides[0].tenant.id, sides[1].tenant.id, platform].map(async (id) => await holdingsOf(id)),
  );
  return { alpha: alpha ?? {}, bravo: bravo ?? {}, platform: own ?? {} };
}

/** What is in each tenant and nowhere else. */
async function distinctiveTexts() {
  const { alpha, bravo } = await statesOf();
  const of = (own: Holdings) => [...textsIn(own)].filter((text) => text.length >= DISTINCTIVE && text.includes("kept"));
  return { alpha: of(alpha), bravo: of(bravo) };
}

it.each(NAMES)("%s does nothing beyond that, with whatever call about two tenants", async (name) => {
  const { admin, reads, helps, bills, manages } = actors[name];
  const distinctive = await distinctiveTexts();
  expect(Math.min(distinctive.alpha.length, distinctive.bravo.length)).toBeGreaterThan(3);
  const answered = new Set<string>();
  const batch = fc.array(calls(), { minLength: CALLS, maxLength: CALLS });
  const property = fc.asyncProperty(batch, async (expected) => {
    // What somebody else has posted is on its way no more.
    for (const { tenant } of sides) await emailsOf(tenant.id);
    const before = await statesOf();
    const answers = await Promise.all(expected.map(async (call) => ({ call, ...(await make(call, admin)) })));
    for (const { call, status, text } of answers) {
      const said = `${call.path} at ${call.at}: ${call.body}`;
      expect(status, said).toBeLessThan(500);
      if (status === 200) answered.add(call.path);
      for (const slug of SLUGS) {
        if (reads.includes(slug)) continue;
        expect(
          distinctive[slug].filter((one) => text.includes(one) && !call.body.includes(one)),
          said,
        ).toEqual([]);
      }
    }
    const after = await statesOf();
    for (const slug of SLUGS) {
      if (manages.includes(slug)) continue;
      const billed = bills.includes(slug);
      const differ = billed
        ? changed(unplanned(before[slug]), unplanned(after[slug]))
        : changed(before[slug], after[slug]);
      const allowed = [
        ...(reads.includes(slug) ? [OF_READING] : []),
        ...(helps.includes(slug) ? [OF_HELP] : []),
        ...(billed ? [OF_PLANS] : []),
      ];
      const rest = differ.filter((part) => !allowed.some((parts) => parts.test(part)));
      expect(rest, `${slug}: ${expected.map(({ path }) => path)}`).toEqual([]);
    }
    const ours = changed(before.platform, after.platform);
    // The admin's own session, and the counters of their limits and emails.
    const others = ours.filter((part) => !/^d1\.sessions|^state\./.test(part));
    expect(others.filter((part) => !(name === "billing" && part === "d1.plans"))).toEqual([]);
  });
  await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
  // Calls that are all refused would show nothing.
  for (const { slug } of sides) {
    // A new user: a manager may have deleted the previous one.
    const root = clientFor({ token: world.token, tenant: slug });
    await root.tenants.setPlan.mutate({ plan: null });
    const { user } = await root.users.create.mutate({ email: `new-${NAMES.indexOf(name)}@${slug}.example` });
    const may = async (path: string, json: object | undefined) =>
      (await make({ path, body: JSON.stringify({ json }), at: slug }, admin)).status === 200;
    const done = [
      await may("users.get", { id: user.id }),
      await may("users.unban", { id: user.id }),
      await may("tenants.setPlan", { plan: null }),
      await may("tenants.update", {}),
    ];
    expect(done).toEqual([reads, helps, [...bills, ...manages], manages].map((slugs) => slugs.includes(slug)));
  }
  if (name === "nothing") expect(["dashboard.tenants", "tenants.list"]).toEqual(expect.arrayContaining([...answered]));
});
