import { setTimeout } from "node:timers/promises";
import type { CfAuthClient } from "@cf-auth/client";
import type { Report } from "./report.ts";

/** Isolates deliver what they have counted a moment later; after so long it will never come. */
const PATIENCE_MS = 5 * 60_000;

/** What a tenant should have used. */
interface Used {
  readonly tenant: string;
  readonly checks: number;
}

/** Shows the dashboard's numbers. Those of the tenant come from its own counters: the overview is up to a minute behind. */
export async function showOverview(report: Report, admin: CfAuthClient, used: Used): Promise<void> {
  const overview = await report.step("Dashboard", () => admin.dashboard.overview({ skipCache: true }));
  const checks = await report.step("Checks, by the hour", () => counted(admin, used));
  report.note(
    [
      `tenants       ${overview.tenantCount}`,
      `users         ${overview.userCount}`,
      `sessions      ${overview.sessionCount}`,
      `checks today  ${checks}`,
    ].join("\n"),
  );
  report.expect(overview.tenantCount === 1, `the dashboard counts ${overview.tenantCount} tenants, not 1`);
  report.expect(overview.userCount === 1, `the dashboard counts ${overview.userCount} users, not 1`);
  report.expect(
    overview.sessionCount === 1,
    `the dashboard counts ${overview.sessionCount} sessions, not the admin's own`,
  );
  report.expect(checks === used.checks, `the dashboard counts ${checks} checks, not ${used.checks}`);
}

async function counted(admin: CfAuthClient, { tenant, checks }: Used): Promise<number> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const { points } = await admin.dashboard.hours({ tenant, metric: "checks" });
    const sum = points.reduce((all, { value }) => all + value, 0);
    if (sum >= checks || performance.now() > end) return sum;
    await setTimeout(200);
  }
}
