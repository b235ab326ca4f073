import { beforeAll, describe, expect, it } from "vitest";
import page from "../../../docs/admins.md?raw";
import { type Admin, admit } from "../../test/admins.ts";
import { codeIn, send } from "../../test/raw.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import type { Declaration } from "../pipeline/declaration.ts";
import { type AdminNeed, adminNeedOf } from "../pipeline/declaration.ts";
import { appRouter } from "../router.ts";
import { GRANTS, type Grant, type Permission, ROLES } from "./admin-model.ts";

interface Procedure {
  readonly path: string;
  readonly type: "query" | "mutation";
  readonly meta: Declaration;
  readonly need: AdminNeed | null;
}

/** Every procedure that admins may call, with the permission it requires. */
const procedures: Procedure[] = Object.entries(
  // Flat at run time, by path; tRPC types it as nested.
  appRouter._def.procedures as unknown as Record<string, { _def: { type: Procedure["type"]; meta: Declaration } }>,
)
  .map(
    ([
      path,
      {
        _def: { type, meta },
      },
    ]) => ({ path, type, meta, need: adminNeedOf(meta, type) }),
  )
  .filter(({ meta }) => meta.caller.includes("admin"));

/** The cells of the page's table with this first column. */
function tableOf(head: string): string[][] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${head} +\\|`).test(line));
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  const rows = lines.slice(start, start + length).map((line) => line.split("|").slice(1, -1));
  return rows.filter((_, i) => i !== 1).map((row) => row.map((cell) => cell.trim().replaceAll("`", "")));
}

const [[, ...roles] = [], ...rows] = tableOf("permission");
/** Permissions of each role according to the page. */
const allowed = new Map(
  ROLES.map((role) => {
    const column = roles.indexOf(role) + 1;
    return [role, new Set(rows.filter((row) => row[column] === "yes").map((row) => row[0]))] as const;
  }),
);
/** Permissions of each role on a tenant according to the page. */
const allowedOn: Readonly<Record<Grant, (permission: Permission) => boolean>> = {
  manager: (permission) => permission !== "breakGlass" && (allowed.get("superadmin")?.has(permission) ?? false),
  support: (permission) => permission !== "breakGlass" && (allowed.get("support")?.has(permission) ?? false),
  billing: (permission) => allowed.get("billing")?.has(permission) ?? false,
  viewer: (permission) => allowed.get("readonly")?.has(permission) ?? false,
};

let world: World;
let admins: Map<string, Admin>;
beforeAll(async () => {
  world = await createWorld();
  const below = { slug: "below", name: "Below", parentId: world.acme.tenant.id };
  await world.admin.tenants.create.mutate(below);
  await createTenant(world.admin, "initech");
  const made = [
    ...ROLES.map((role) => admit(world.admin, role, role)),
    ...GRANTS.map((grant) => admit(world.admin, `acme-${grant}`, null, [{ tenant: "acme", grant }])),
    admit(world.admin, "nothing", null),
  ];
  const names = [...ROLES, ...GRANTS.map((grant) => `acme-${grant}`), "nothing"];
  admins = new Map((await Promise.all(made)).map((admin, i) => [names[i] ?? "", admin]));
});

let address = 0;
const MAX_BATCH = 50;

/** All paths in batches of at most 50, each of one type. */
function batches(): string[][] {
  return (["query", "mutation"] as const).flatMap((type) => {
    const paths = procedures.filter((one) => one.type === type).map(({ path }) => path);
    return Array.from({ length: Math.ceil(paths.length / MAX_BATCH) }, (_, i) =>
      paths.slice(i * MAX_BATCH, (i + 1) * MAX_BATCH),
    );
  });
}

/**
 * Error codes by path of calls with an input that no procedure accepts: permissions are checked before the input.
 */
async function codesOf(
  who: string,
  { at, named }: { at?: string; named?: string } = {},
): Promise<Map<string, unknown>> {
  const codes = new Map<string, unknown>();
  const input = { ...(named !== undefined && { tenant: named }), nobodyTakesThis: true };
  for (const paths of batches()) {
    address++;
    const headers = {
      "content-type": "application/json",
      "cf-connecting-ip": `10.9.${address >> 8}.${address & 255}`,
      authorization: `Bearer ${admins.get(who)?.token}`,
      ...(at !== undefined && { "x-tenant-id": at }),
    };
    const body = JSON.stringify(Object.fromEntries(paths.map((_, n) => [n, { json: input }])));
    const answer = await send(`/trpc/${paths.join(",")}?batch=1`, { method: "POST", headers, body });
    for (const [n, path] of paths.entries()) codes.set(path, codeIn((answer.body as unknown[])[n]));
  }
  return codes;
}

const missing = "insufficient_permission";
const outcome = (may: boolean) => (may ? "invalid_input" : missing);
/** The platform's own users are managed as admins: these refuse its tenant. */
const NOT_OF_PLATFORM = /^(?:users|providers|emailDomains)\./;
const atPlatform = (may: boolean, path: string) => (may && NOT_OF_PLATFORM.test(path) ? "forbidden" : outcome(may));

describe("the table of docs/admins.md lists exactly the permissions of each role", () => {
  it("lists every role, every permission and every procedure with its own requirement", () => {
    expect(roles.slice(0, -1)).toEqual([...ROLES]);
    const FOR = {
      tenant: "the tenant",
      platform: "the platform",
      named: "the tenant that is named, or the platform",
      listed: "each tenant that is listed",
    };
    const own = procedures.filter(({ meta }) => meta.admin !== undefined);
    const said = own.map(({ path, need }) => [path, `${need?.permission}`, FOR[need?.on ?? "tenant"]]);
    expect(tableOf("procedure").slice(1).sort()).toEqual(said.sort());
  });

  it.each(ROLES)("for %s, on tenants and on the platform", async (role) => {
    const [platform, acme, initech] = [
      await codesOf(role),
      await codesOf(role, { at: "acme" }),
      await codesOf(role, { at: "initech" }),
    ];
    for (const { need, path } of procedures) {
      const may = need === null || need.on === "listed" || (allowed.get(role)?.has(need.permission) ?? false);
      expect(platform.get(path), `${path} at the platform`).toBe(atPlatform(may, path));
      for (const codes of [acme, initech]) expect(codes.get(path), path).toBe(outcome(may));
    }
  });

  it.each(GRANTS)("for %s of a tenant: on it, on descendants, on other tenants and on the platform", async (grant) => {
    const codesAt = (at?: string) => codesOf(`acme-${grant}`, at === undefined ? {} : { at });
    const [acme, below] = [await codesAt("acme"), await codesAt("below")];
    const [initech, platform] = [await codesAt("initech"), await codesAt()];
    const named = (tenant: string) => codesOf(`acme-${grant}`, { named: tenant });
    const [onAcme, onInitech, onNobody] = [await named("acme"), await named("initech"), await named("nobody")];
    for (const { need, path } of procedures) {
      const other = need === null || need.on === "listed";
      const own = other || (need.on === "tenant" && allowedOn[grant](need.permission));
      for (const codes of [acme, below]) expect(codes.get(path), path).toBe(outcome(own));
      for (const codes of [initech, platform]) expect(codes.get(path), path).toBe(outcome(other));
      if (need?.on !== "named") continue;
      expect(onAcme.get(path), path).toBe(outcome(allowedOn[grant](need.permission)));
      for (const codes of [onInitech, onNobody]) expect(codes.get(path), path).toBe(missing);
    }
  });

  it("for an admin without a role: only their own account", async () => {
    for (const codes of [await codesOf("nothing"), await codesOf("nothing", { at: "acme" })]) {
      for (const { need, path } of procedures) {
        expect(codes.get(path), path).toBe(outcome(need === null || need.on === "listed"));
      }
    }
  });
});

it("queries require read and mutations manage, unless declared otherwise", () => {
  for (const { meta, need, type } of procedures) {
    if (meta.caller.includes("user")) expect(need).toBeNull();
    else if (meta.admin === undefined) expect(need?.permission).toBe(type === "query" ? "read" : "manage");
  }
  expect(procedures.filter(({ need }) => need !== null).length).toBeGreaterThan(50);
});
