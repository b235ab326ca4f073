import * as z from "zod";
import { cutPage, decodeCursor, noInput, pageInput, pageOf } from "../pipeline/inputs.ts";
import { platformProcedure, t } from "../pipeline/procedure.ts";
import { visibleTo } from "../platform/permitted.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { percentile } from "../usage/latency.ts";
import { COUNTERS, dayOf, daysOf, GAUGES, type Metric } from "../usage/usage.ts";
import { CACHE_SECONDS, cached } from "./cache.ts";
import { checkHealth } from "./health.ts";
import { periodOf } from "./period.ts";
import { RECORDED_SECRETS } from "./record-secret-versions.ts";
import { secretVersionsOf } from "./secret-versions.ts";

const skipCache = z
  .boolean()
  .default(false)
  .describe(`Whether to compute the figures again. Otherwise they are up to ${CACHE_SECONDS} seconds old.`);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "Write a day as YYYY-MM-DD.");
const metric = z
  .enum([...COUNTERS, ...GAUGES])
  .describe(
    "Daily totals: calls, failures (failed calls), checks, logins, failedLogins, and events (audit events). The metric activeUsers counts users who were active on the day. The metrics tuples and graphBytes are the last measured size of the graph.",
  );
const period = {
  from: day.optional().describe("First day in UTC. Defaults to 30 days before the last day."),
  to: day.optional().describe("Last day in UTC. Defaults to today."),
  tenant: z.string().max(64).optional().describe("Id or slug of one tenant. Defaults to all tenants together."),
};
const at = z.date().describe("Time when the figures were computed.");
const milliseconds = z
  .number()
  .nullable()
  .describe("Latency in milliseconds, rounded up by at most 41 percent; null without calls.");

export const dashboardRouter = t.router({
  overview: platformProcedure({
    summary: "Gets the number of the platform's tenants, users and live sessions, and today's usage.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(z.strictObject({ skipCache }))
    .output(
      z.object({
        tenantCount: z.int().describe("Number of tenants, without the platform's own."),
        userCount: z.int().describe("Number of end users of all those tenants."),
        sessionCount: z.int().describe("Number of live sessions, including those of admins."),
        callsToday: z.int().describe("Calls since midnight UTC, with a delay of up to 1 minute."),
        failuresToday: z.int().describe("Calls since midnight UTC that failed with an error."),
        checksToday: z.int().describe("Permission checks since midnight UTC, with a delay of up to 1 minute."),
        loginsToday: z.int(),
        activeUsersToday: z.int().describe("Users who were active today, counted per tenant."),
        at,
      }),
    )
    .query(
      async ({ ctx: { app }, input }) =>
        await cached(app, { key: "overview", fresh: input.skipCache }, async () => {
          const now = app.clock.now();
          const today = await app.usage.totals({ from: dayOf(now), to: dayOf(now) });
          const of = (name: Metric) => today[name] ?? 0;
          const { tenants, users, sessions } = await app.dashboard.overview(now);
          return {
            tenantCount: tenants,
            userCount: users,
            sessionCount: sessions,
            callsToday: of("calls"),
            failuresToday: of("failures"),
            checksToday: of("checks"),
            loginsToday: of("logins"),
            activeUsersToday: of("activeUsers"),
          };
        }),
    ),

  tenants: platformProcedure({
    summary: "Lists tenants with their usage of today, oldest first.",
    caller: ["admin", "platformKey"],
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
          const of = (metricName: Metric) => used.get(id)?.[metricName] ?? 0;
          const today = { callsToday: of("calls"), checksToday: of("checks"), activeUsersToday: of("activeUsers") };
          return { id, slug, name, status, ...today };
        },
      });
    }),

  timeseries: platformProcedure({
    summary: "Gets a metric by day, of one tenant or all. Days without data are 0.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(z.strictObject({ metric, ...period, skipCache }))
    .output(z.object({ points: z.array(z.object({ day, value: z.int() })), at }))
    .query(async ({ ctx: { app }, input }) => {
      const days = await periodOf(app, input);
      const key = JSON.stringify(["timeseries", input.metric, days]);
      return await cached(app, { key, fresh: input.skipCache }, async () => {
        const values = new Map((await app.usage.byDay(input.metric, days)).map((point) => [point.day, point.value]));
        return { points: daysOf(days).map((day) => ({ day, value: values.get(day) ?? 0 })) };
      });
    }),

  hours: platformProcedure({
    summary: "Gets a tenant's usage by hour from its live counters. Data is stored for 35 days.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(
      z.strictObject({
        tenant: z.string().max(64).describe("Id or slug of the tenant."),
        metric: z.enum(COUNTERS),
        day: day.optional().describe("Day in UTC, as YYYY-MM-DD. Defaults to today."),
      }),
    )
    .output(
      z.object({
        points: z.array(z.object({ hour: z.string().describe("Hour in UTC, as YYYY-MM-DDTHH."), value: z.int() })),
      }),
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
    summary: "Gets the latency of calls of one tenant or all: the 50th, 95th and 99th percentiles.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: { permission: "see", on: "named" },
  })
    .input(z.strictObject({ ...period, skipCache }))
    .output(
      z.object({
        p50Milliseconds: milliseconds,
        p95Milliseconds: milliseconds,
        p99Milliseconds: milliseconds,
        callCount: z.int(),
        at,
      }),
    )
    .query(async ({ ctx: { app }, input }) => {
      const days = await periodOf(app, input);
      return await cached(app, { key: JSON.stringify(["latency", days]), fresh: input.skipCache }, async () => {
        const buckets = await app.usage.latency(days);
        const calls = [...buckets.values()].reduce((sum, count) => sum + count, 0);
        const of = (share: number) => percentile(buckets, share);
        const percentiles = { p50Milliseconds: of(0.5), p95Milliseconds: of(0.95), p99Milliseconds: of(0.99) };
        return { ...percentiles, callCount: calls };
      });
    }),

  topTenants: platformProcedure({
    summary: "Lists the tenants with the highest value of a metric, highest first.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(
      z.strictObject({
        metric,
        from: period.from,
        to: period.to,
        limit: z.int().min(1).max(100).default(10),
        skipCache,
      }),
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
      return await cached(app, { key, fresh: input.skipCache }, async () => ({
        items: await app.usage.top(input.metric, days, input.limit),
      }));
    }),

  activity: platformProcedure({
    summary: "Lists recent audit events of the whole platform, newest first.",
    caller: ["admin", "platformKey"],
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

  secrets: platformProcedure({
    summary: "Lists the versions of the deployment's secrets and how many stored values need each, for their rotation.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
  })
    .input(noInput)
    .output(
      z.object({
        versions: z.array(
          z.object({
            secret: z.enum(RECORDED_SECRETS),
            version: z
              .string()
              .describe(
                "Id of the version. bootstrapSecret and mailKey have a fingerprint, which changes with their value.",
              ),
            newest: z.boolean().describe("Whether it encrypts and signs now."),
            configured: z.boolean().describe("False if stored values need it, but the deployment no longer has it."),
            useCount: z.int().describe("Signing keys that it encrypts, or passwords that it is mixed into."),
            firstSeenAt: z
              .date()
              .nullable()
              .describe("Time when the service first ran with it; null if it isn't configured."),
            newestSince: z.date().nullable().describe("Time since which it is the newest; null while it isn't."),
            wasNewest: z.boolean().describe("Whether it was ever the newest, so that stored values may need it."),
            rotateBy: z
              .date()
              .nullable()
              .describe(
                "Time from which it is overdue for rotation: 365 days after firstSeenAt, 90 for mailKey, 1 for a bootstrapSecret after the first admin exists.",
              ),
          }),
        ),
        oldestRefreshAt: z
          .date()
          .nullable()
          .describe(
            "Earliest time at which a session that can still be refreshed got its refresh token. Older versions of jwtSecret are needed until it is later than the deployment of the newest.",
          ),
      }),
    )
    .query(async ({ ctx: { app } }) => ({
      versions: await secretVersionsOf(app),
      oldestRefreshAt: (await app.dashboard.oldestRefresh(app.clock.now())) ?? null,
    })),

  health: platformProcedure({
    summary: "Checks each component of the service and measures its latency.",
    caller: ["admin", "platformKey"],
    rateLimit: "standard",
    audit: "none",
    admin: "see",
  })
    .input(noInput)
    .output(
      z.object({
        healthy: z.boolean(),
        components: z.array(
          z.object({
            component: z.enum(["database", "files", "cache", "graphObject", "stateObject"]),
            healthy: z.boolean(),
            latencyMilliseconds: z.number().nullable(),
          }),
        ),
      }),
    )
    .query(async ({ ctx: { app, caller } }) => {
      const parts = await checkHealth(app, caller.tenantId);
      const components = parts.map(({ part, ok, milliseconds: latencyMilliseconds }) => {
        return { component: part, healthy: ok, latencyMilliseconds };
      });
      return { healthy: parts.every((part) => part.ok), components };
    }),
});
