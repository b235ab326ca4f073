import { env } from "cloudflare:workers";
import * as fc from "fast-check";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { clientFor, errorOf } from "../../test/client.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { createWorld, type World } from "../../test/world.ts";
import { AuditEntry } from "../audit/entry.ts";
import type { AppDeps } from "../pipeline/deps.ts";
import type { TenantRow } from "../shared/rows.ts";
import { MAX_LEVELS } from "../shared/tenant.ts";
import { createTenant } from "./create.ts";

const EVENT = { tenantId: null, event: "tenants.create", actor: "usr_test", ip: "", requestId: "" };

let world: World;
let app: AppDeps;
beforeAll(async () => {
  world = await createWorld();
  ({ app } = isolate(new MovedClock()));
});

let slugs = 0;
const below = async (parent?: { id: string }) => {
  const slug = `tree-${++slugs}`;
  const named = { slug, name: slug, host: null, environment: "live", parentId: parent?.id ?? null } as const;
  return (await createTenant(app, named, "usr_test", () => new AuditEntry(app.clock, EVENT))).tenant;
};
/** Creates a chain of tenants, each below the one before. */
const line = async (length: number) => {
  const tenants: TenantRow[] = [];
  for (let i = 0; i < length; i++) tenants.push(await below(tenants.at(-1)));
  return tenants;
};
const adminOf = ({ id }: { id: string }) => clientFor({ token: world.token, tenant: id }).tenants;

describe("a tenant below another", () => {
  it(`is at most on level ${MAX_LEVELS}`, async () => {
    const tenants = await line(MAX_LEVELS);
    expect(tenants.map((tenant) => tenant.level)).toEqual([1, 2, 3, 4, 5]);
    const deepest = tenants.at(-1);
    const one = world.admin.tenants.create.mutate({ slug: "too-deep", name: "x", parentId: deepest?.id ?? "" });
    expect(await errorOf(one)).toMatchObject({ code: "parent_invalid", httpStatus: 409, details: { levels: 5 } });
    expect((await world.admin.tenants.list.query({ search: "too-deep" })).items).toEqual([]);
  });

  it("requires a parent that exists and isn't deleted, and leaves nothing behind otherwise", async () => {
    const parent = await below();
    await adminOf(parent).delete.mutate({ slug: parent.slug });
    for (const parentId of ["ten_nobody", parent.id]) {
      const create = world.admin.tenants.create.mutate({ slug: "orphan", name: "x", parentId });
      expect(await errorOf(create)).toMatchObject({ code: "parent_invalid" });
    }
    const left = await env.DB.prepare(
      `SELECT (SELECT count(*) FROM signing_keys WHERE tenant_id NOT IN (SELECT id FROM tenants))
            + (SELECT count(*) FROM api_keys WHERE tenant_id NOT IN (SELECT id FROM tenants)) AS rows`,
    ).first("rows");
    expect(left).toBe(0);
  });

  it("can be moved, but neither below itself nor so that its subtree is too deep", async () => {
    const [a, b, c] = (await line(3)) as [TenantRow, TenantRow, TenantRow];
    const other = await line(3);
    for (const parentId of [a.id, b.id, c.id, other[2]?.id ?? "", "ten_nobody"]) {
      const move = adminOf(a).move.mutate({ parentId });
      expect(await errorOf(move), parentId).toMatchObject({ code: "parent_invalid" });
    }
    expect(await adminOf(a).move.mutate({ parentId: other[1]?.id ?? "" })).toMatchObject({ level: 3 });
    expect(await adminOf(c).get.query()).toMatchObject({ level: 5, parentId: b.id });
    expect(await adminOf(a).move.mutate({ parentId: null })).toMatchObject({ level: 1, parentId: null });
    expect(await adminOf(c).get.query()).toMatchObject({ level: 3 });
  });

  it("never forms a cycle under concurrent moves", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b, c] = (await Promise.all([below(), below(), below()])) as [TenantRow, TenantRow, TenantRow];
      const moves = [
        [a, b],
        [b, c],
        [c, a],
      ] as const;
      const moved = await Promise.all(
        moves.map(([child, parent]) => app.tenantTree.move(child.id, parent.id, new Date())),
      );
      expect(moved.filter((row) => row === undefined)).toHaveLength(1);
    }
  });
});

describe("values that a tenant inherits", () => {
  type Step =
    | { do: "create" | "suspend" | "resume" | "delete" | "restore"; at: number }
    | { do: "move"; at: number; to: number }
    | { do: "set"; at: number; name: string; value: number | null };
  interface Node {
    parent: string | null;
    suspended: boolean;
    deleted: boolean;
    own: Record<string, number>;
  }

  const at = fc.nat(30);
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("create" as const), at }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom("suspend", "resume", "delete", "restore"), at }) as fc.Arbitrary<Step>,
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("move" as const), at, to: at }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant("set" as const),
        at,
        name: fc.constantFrom("a", "b"),
        value: fc.option(fc.nat(3)),
      }),
    },
  );

  it("match a reference model after any sequence of changes", async () => {
    const run = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const nodes = new Map<string, Node>();
      const up = (id: string | null): string[] => (id === null ? [] : [id, ...up(nodes.get(id)?.parent ?? null)]);
      const state = (id: string) => {
        const above = up(id).map((one) => nodes.get(one));
        if (above.some((node) => node?.deleted)) return "deleted";
        return above.some((node) => node?.suspended) ? "suspended" : "active";
      };
      const height = (id: string): number =>
        1 + Math.max(0, ...[...nodes].filter(([, node]) => node.parent === id).map(([child]) => height(child)));
      const ids = () => [...nodes.keys()];
      for (const one of steps) {
        const id = ids()[one.at % (nodes.size || 1)];
        const node = id === undefined ? undefined : nodes.get(id);
        if (id === undefined || node === undefined || one.do === "create") {
          const takes = id === undefined || (up(id).length < MAX_LEVELS && state(id) !== "deleted");
          const created = await below(id === undefined ? undefined : { id }).catch(() => undefined);
          expect(created !== undefined).toBe(takes);
          if (created) nodes.set(created.id, { parent: id ?? null, suspended: false, deleted: false, own: {} });
        } else if (one.do === "move") {
          const to = ids()[one.to % nodes.size] ?? id;
          const fits = up(to).length + height(id) <= MAX_LEVELS && !up(to).includes(id) && state(to) !== "deleted";
          expect((await app.tenantTree.move(id, to, new Date())) !== undefined).toBe(fits);
          if (fits) node.parent = to;
        } else if (one.do === "set") {
          await app.tenantTree.patchSettings(id, { [one.name]: one.value }, new Date());
          if (one.value === null) delete node.own[one.name];
          else node.own[one.name] = one.value;
        } else {
          const now = new Date();
          const changes = {
            suspend: { suspendedAt: now },
            resume: { suspendedAt: null },
            delete: { deletedAt: now },
            restore: { deletedAt: null },
          };
          await app.tenantTree.setState(id, changes[one.do], now);
          if (one.do === "suspend" || one.do === "resume") node.suspended = one.do === "suspend";
          else node.deleted = one.do === "delete";
        }
      }
      for (const id of nodes.keys()) {
        const settings = Object.assign(
          {},
          ...up(id)
            .reverse()
            .map((one) => nodes.get(one)?.own),
        );
        expect(await app.tenants.find(id)).toMatchObject({ level: up(id).length, status: state(id) });
        expect((await app.tenants.find(id))?.settings).toEqual(settings);
      }
      const [top] = nodes.keys();
      const under = ids().filter((id) => up(id).includes(top ?? ""));
      const found = await app.tenantTree.subtree(top ?? "");
      expect(new Set(found.map((tenant) => tenant.id))).toEqual(new Set(under));
    });
    await fc.assert(run, { numRuns: inject("long") ? 25 : 8 });
  });
});
