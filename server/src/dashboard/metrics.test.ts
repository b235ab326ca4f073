import { beforeAll, describe, expect, it } from "vitest";
import { admit } from "../../test/admins.ts";
import { isolate, MovedClock } from "../../test/moved.ts";
import { codeIn, send } from "../../test/raw.ts";
import { rollUp } from "../../test/usage.ts";
import { createTenant, createWorld, type World } from "../../test/world.ts";
import { openMetricsText } from "../shared/open-metrics.ts";
import { dayOf } from "../usage/usage.ts";

let world: World;
let key: string;
beforeAll(async () => {
  world = await createWorld();
  const { secretKey, tenant } = await createTenant(world.admin, "measured");
  const { app, clientFor } = isolate(new MovedClock());
  const server = clientFor({ key: secretKey });
  for (let i = 0; i < 3; i++) await server.tenants.get.query();
  await app.meter.flush();
  await rollUp(tenant.id);
  ({ key } = await world.admin.platform.keys.create.mutate({ name: "prometheus", scopes: ["metrics"] }));
});

const get = async (path: string, headers: Record<string, string>) => await send(path, { headers });

/** The values of a metric by its labels. */
function valuesOf(text: string, name: string): Record<string, number> {
  const lines = text.split("\n").filter((line) => new RegExp(`^${name}[{ ]`).test(line));
  return Object.fromEntries(
    lines.map((line) => [/\{.*\}/.exec(line)?.[0] ?? "", Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
}

async function scrape(path = "/metrics"): Promise<string> {
  const { status, text, headers } = await get(path, { authorization: `Bearer ${key}` });
  expect(status).toBe(200);
  expect(headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  return text;
}

describe("GET /metrics", () => {
  it("has the usage of today, and the health of each component", async () => {
    const text = await scrape();
    expect(valuesOf(text, "cf_auth_calls_total")[""]).toBeGreaterThanOrEqual(3);
    expect(valuesOf(text, "cf_auth_calls_created")[""]).toBe(Date.parse(dayOf(new Date())) / 1000);
    expect(valuesOf(text, "cf_auth_tenants")).toEqual({ "": 3 });
    const up = { database: 1, files: 1, cache: 1, graphObject: 1, stateObject: 1 };
    const byComponent = Object.entries(up).map(([component, value]) => [`{component="${component}"}`, value]);
    expect(valuesOf(text, "cf_auth_component_up")).toEqual(Object.fromEntries(byComponent));
  });

  it("counts the durations of calls in cumulative buckets", async () => {
    const text = await scrape();
    const buckets = Object.values(valuesOf(text, "cf_auth_call_duration_seconds_bucket"));
    expect(buckets).toHaveLength(33);
    expect(buckets.toSorted((a, b) => a - b)).toEqual(buckets);
    expect(buckets.at(-1)).toBe(valuesOf(text, "cf_auth_call_duration_seconds_count")[""]);
    expect(text).toContain('cf_auth_call_duration_seconds_bucket{le="0.001"} ');
    expect(text).toContain('cf_auth_call_duration_seconds_bucket{le="+Inf"} ');
  });

  it("has the usage of each tenant where that is requested", async () => {
    const { items } = await world.admin.tenants.list.query({});
    const id = items.find(({ slug }) => slug === "measured")?.id;
    const text = await scrape("/metrics?by=tenant");
    expect(valuesOf(text, "cf_auth_calls_total")[`{tenant="measured",tenant_id="${id}"}`]).toBe(3);
    expect((await get("/metrics?by=user", { "x-api-key": key })).status).toBe(400);
  });

  it("follows the text format: each family once, typed and described before its samples, and an end", async () => {
    for (const path of ["/metrics", "/metrics?by=tenant"]) {
      const lines = (await scrape(path)).split("\n");
      expect(lines.slice(-2)).toEqual(["# EOF", ""]);
      const families = lines.flatMap((line) => /^# TYPE (\S+) (counter|gauge|histogram|info)$/.exec(line)?.[1] ?? []);
      expect(new Set(families).size).toBe(families.length);
      let family = "";
      for (const line of lines.slice(0, -2)) {
        family = /^# TYPE (\S+)/.exec(line)?.[1] ?? family;
        expect(line).toMatch(new RegExp(`^(# (TYPE|UNIT|HELP) )?${family}`));
        if (!line.startsWith("#")) {
          expect(line).toMatch(/^[a-z_]+(\{[a-z_]+="[^"\\]*"(,[a-z_]+="[^"\\]*")*\})? (\+Inf|[0-9.e+-]+)$/);
        }
      }
    }
  });

  it("requires the scope metrics, or an admin who sees the platform", async () => {
    const other = await world.admin.platform.keys.create.mutate({ name: "other", scopes: ["dashboard:read"] });
    const refused = async (headers: Record<string, string>) => codeIn((await get("/metrics", headers)).body);
    expect(await refused({ "x-api-key": other.key })).toBe("insufficient_scope");
    expect(await refused({ "x-api-key": world.acme.secretKey })).toBe("forbidden");
    expect(await refused({})).toBe("unauthenticated");
    const viewer = await admit(world.admin, "viewer", "readonly");
    expect((await get("/metrics", { authorization: `Bearer ${viewer.token}` })).status).toBe(200);
    const manager = await admit(world.admin, "manager", null, [{ tenant: "acme", grant: "manager" }]);
    expect(await refused({ authorization: `Bearer ${manager.token}` })).toBe("insufficient_permission");
  });
});

it("labels and descriptions are escaped", () => {
  const samples = [{ labels: { tenant: 'a"b\\c\nd' }, value: 1 }];
  const text = openMetricsText([
    { name: "cf_auth_x", type: "gauge", help: 'Says "x".', samples },
    { name: "cf_auth_none", type: "gauge", help: "Has no samples.", samples: [] },
  ]);
  expect(text).toBe(
    '# TYPE cf_auth_x gauge\n# HELP cf_auth_x Says \\"x\\".\ncf_auth_x{tenant="a\\"b\\\\c\\nd"} 1\n# EOF\n',
  );
});
