import { setTimeout } from "node:timers/promises";
import type { Client } from "@cf-auth/client";
import type { Report } from "./report.ts";

/** What was counted is written down some ten seconds later. */
const PATIENCE_MS = 30_000;

/** Shows the dashboard's numbers, once they have caught up with what the demo did. */
export async function showOverview(report: Report, admin: Client, checksMade: number): Promise<void> {
  const overview = await report.step("Dashboard", () => caughtUp(admin, checksMade));
  report.note(
    [
      `tenants       ${overview.tenants}`,
      `users         ${overview.users}`,
      `sessions      ${overview.sessions}`,
      `checks today  ${overview.checksToday}`,
    ].join("\n"),
  );
  report.expect(overview.tenants === 1, `the dashboard counts ${overview.tenants} tenants, not 1`);
  report.expect(overview.users === 1, `the dashboard counts ${overview.users} users, not 1`);
  report.expect(overview.sessions === 1, `the dashboard counts ${overview.sessions} sessions, not the admin's own`);
  report.expect(
    overview.checksToday === checksMade,
    `the dashboard counts ${overview.checksToday} checks, not ${checksMade}`,
  );
}

async function caughtUp(admin: Client, checksMade: number) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const overview = await admin.dashboard.overview({ fresh: true });
    if (overview.checksToday >= checksMade || performance.now() > end) return overview;
    await setTimeout(200);
  }
}
