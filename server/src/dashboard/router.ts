import * as z from "zod";
import { AppError } from "../errors/app-error.ts";
import { visibleTo } from "../platform/permitted.ts";
import { t } from "../rpc/init.ts";
import { noInput } from "../rpc/no-input.ts";
import { cutPage, decodeCursor, pageInput, pageOf } from "../rpc/paging.ts";
import { platformProcedure } from "../rpc/procedure.ts";
import { percentile } from "../usage/latency.ts";
import { COUNTED, dayOf, GAUGED, type Metric } from "../usage/metric.ts";
import { checkHealth } from "./health.ts";
import { KEPT_SECONDS, kept } from "./kept.ts";
import { daysOf, periodOf } from "./period.ts";

const fresh = z
  .boolean()
  .default(false)
  .describe(`Whether to count anew; otherwise the answer is up to ${KEPT_SECONDS} seconds old.`);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "Write a day as YYYY-MM-DD.");
const metric = z
  .enum([...COUNTED, ...GAUGED])
  .describe(
    "calls, failures among them, checks, logins, failedLogins and events of the log are counted; activeUsers came on that day; tuples and " +
      "graphBytes are what the graph held when it was last looked at.",
  );
const period = {
  from: day.optional().describe("The first day, UTC; 30 days before the last unless told."),
  to: day.optional().describe("The last day, UTC; today unless told."),
  tenant: z.string().max(64).optional().describe("Id or slug of one tenant; all together unless told."),
};
const at = z.date().describe("When it was counted.");
const milliseconds = z
  .number()
  .nullable()
  .describe("Milliseconds, too high by 41 in a hundred at most; null where there was no call.");

export const dashboardRouter = t.router({
  overview: platformProcedure({
    summary: "Counts the platform's tenants, users and live sessions, and what was used today.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(z.strictObject({ fresh }))
    .output(
      z.object({
        tenants: z.int().describe("Without the platform's own."),
        users: z.int().describe("End users of all those tenants."),
        sessions: z.int().describe("Sessions that live now, admins' own among them."),
        callsToday: z.int().describe("Calls since midnight UTC; up to a minute behind."),
        failuresToday: z.int().describe("Those of them that were answered with an error."),
        checksToday: z.int().describe("Permission checks since midnight UTC; up to a minute behind."),
        loginsToday: z.int(),
        activeUsersToday: z.int().describe("Users who came today, by tenant: who is in two counts twice."),
        at,
      }),
    )
    .query(
      async ({ ctx: { app }, input }) =>
        await kept(app, { key: "overview", fresh: input.fresh }, async () => {
          const now = app.clock.now();
          const today = await app.usage.totals({ from: dayOf(now), to: dayOf(now) });
          const of = (name: Metric) => today.get(name) ?? 0;
          return {
            ...(await app.dashboard.overview(now)),
            callsToday: of("calls"),
            failuresToday: of("failures"),
            checksToday: of("checks"),
            loginsToday: of("logins"),
            activeUsersToday: of("activeUsers"),
          };
        }),
    ),

  tenants: platformProcedure({
    summary: "Lists tenants with what each used today, oldest first.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "listed" },
  })
    .input(z.strictObject(pageInput))
    .output(
      z.object(
        pageOf(
          z.object({
            id: z.string(),
            slug: z.string(),
            name: z.string(),
            status: z.enum(["active", "suspended", "deleted"]),
            callsToday: z.int(),
            checksToday: z.int(),
            activeUsersToday: z.int(),
          }),
        ),
      ),
    )
    .query(async ({ ctx: { app, caller }, input }) => {
      const after = decodeCursor(input.cursor, z.string());
      const visible = await visibleTo(app, caller);
      const rows = await app.tenants.list({ visible }, { after, limit: input.limit + 1 });
      const used = await app.usage.ofTenants(
        rows.map((row) => row.id),
        dayOf(app.clock.now()),
      );
      return cutPage(rows, input.limit, {
        cursor: (row) => row.id,
        item: ({ id, slug, name, status }) => {
          const of = (wanted: Metric) => used.get(id)?.get(wanted) ?? 0;
          const today = { callsToday: of("calls"), checksToday: of("checks"), activeUsersToday: of("activeUsers") };
          return { id, slug, name, status, ...today };
        },
      });
    }),

  timeseries: platformProcedure({
    summary: "Shows a metric by the day, of a tenant or of all; days on which nothing was counted are 0.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(z.strictObject({ metric, ...period, fresh }))
    .output(z.object({ points: z.array(z.object({ day, value: z.int() })), at }))
    .query(async ({ ctx: { app }, input }) => {
      const days = await periodOf(app, input);
      const key = JSON.stringify(["timeseries", input.metric, days]);
      return await kept(app, { key, fresh: input.fresh }, async () => {
        const values = new Map((await app.usage.byDay(input.metric, days)).map((point) => [point.day, point.value]));
        return { points: daysOf(days).map((day) => ({ day, value: values.get(day) ?? 0 })) };
      });
    }),

  hours: platformProcedure({
    summary: "Shows what a tenant used by the hour, as its own counters say at this moment; kept for 35 days.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(
      z.strictObject({
        tenant: z.string().max(64).describe("Id or slug."),
        metric: z.enum(COUNTED),
        day: day.optional().describe("Today, UTC, unless told."),
      }),
    )
    .output(
      z.object({ points: z.array(z.object({ hour: z.string().describe("As YYYY-MM-DDTHH, UTC."), value: z.int() })) }),
    )
    .query(async ({ ctx: { app }, input }) => {
      const tenant = await app.tenants.find(input.tenant);
      if (tenant === undefined) throw new AppError("tenant_not_found");
      const day = input.day ?? dayOf(app.clock.now());
      const rows = await app.usageLog(tenant.id).usageByHour(input.metric, `${day}T00`, `${day}T23`);
      const values = new Map(rows.map(({ hour, value }) => [hour, value]));
      const hours = Array.from({ length: 24 }, (_, hour) => `${day}T${`${hour}`.padStart(2, "0")}`);
      return { points: hours.map((hour) => ({ hour, value: values.get(hour) ?? 0 })) };
    }),

  latency: platformProcedure({
    summary:
      "Shows how long calls took, of a tenant or of all: what half, 95 and 99 in a hundred were not longer than.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(z.strictObject({ ...period, fresh }))
    .output(z.object({ p50: milliseconds, p95: milliseconds, p99: milliseconds, calls: z.int(), at }))
    .query(async ({ ctx: { app }, input }) => {
      const days = await periodOf(app, input);
      return await kept(app, { key: JSON.stringify(["latency", days]), fresh: input.fresh }, async () => {
        const buckets = await app.usage.latency(days);
        const calls = [...buckets.values()].reduce((sum, count) => sum + count, 0);
        const of = (share: number) => percentile(buckets, share);
        return { p50: of(0.5), p95: of(0.95), p99: of(0.99), calls };
      });
    }),

  topTenants: platformProcedure({
    summary: "Lists the tenants that used most of a metric, the most first.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(
      z.strictObject({ metric, from: period.from, to: period.to, limit: z.int().min(1).max(100).default(10), fresh }),
    )
    .output(
      z.object({
        items: z.array(z.object({ id: z.string(), slug: z.string(), name: z.string(), value: z.int() })),
        at,
      }),
    )
    .query(async ({ ctx: { app }, input }) => {
      const days = await periodOf(app, input);
      const key = JSON.stringify(["topTenants", input.metric, input.limit, days]);
      return await kept(app, { key, fresh: input.fresh }, async () => ({
        items: await app.usage.top(input.metric, days, input.limit),
      }));
    }),

  activity: platformProcedure({
    summary: "Lists what was done and refused lately on the whole platform, newest first.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(z.strictObject(pageInput))
    .output(
      z.object(
        pageOf(
          z.object({
            id: z.string(),
            tenantId: z.string().nullable(),
            event: z.string(),
            actor: z.string(),
            outcome: z.string().describe("ok, or the code of the error."),
            at: z.date(),
          }),
        ),
      ),
    )
    .query(async ({ ctx: { app }, input }) => {
      const before = decodeCursor(input.cursor, z.string());
      const rows = await app.dashboard.activity({ before, limit: input.limit + 1 });
      return cutPage(rows, input.limit, { cursor: (row) => row.id, item: (row) => row });
    }),

  health: platformProcedure({
    summary: "Asks each part that the service stands on whether it answers, and how fast.",
    caller: ["admin"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(noInput)
    .output(
      z.object({
        ok: z.boolean(),
        parts: z.array(
          z.object({
            part: z.enum(["database", "files", "cache", "graphObject", "stateObject"]),
            ok: z.boolean(),
            milliseconds: z.number().nullable(),
          }),
        ),
      }),
    )
    .query(async ({ ctx: { app, caller } }) => {
      const parts = await checkHealth(app, caller.tenantId);
      return { ok: parts.every((part) => part.ok), parts };
    }),
});
