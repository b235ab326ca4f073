/** What is counted of a tenant, by the hour. */
export const COUNTED = ["calls", "failures", "checks", "logins", "failedLogins", "events"] as const;

/** What is told of a tenant besides: users seen on a day, and what it holds, as it was last looked at. */
export const GAUGED = ["activeUsers", "tuples", "graphBytes"] as const;

export type Counted = (typeof COUNTED)[number];
export type Metric = Counted | (typeof GAUGED)[number];

/** The hour in UTC, as `YYYY-MM-DDTHH`. */
export function hourOf(time: Date): string {
  return time.toISOString().slice(0, 13);
}

/** The day in UTC, as `YYYY-MM-DD`, of a time or of an hour. */
export function dayOf(time: Date | string): string {
  return (typeof time === "string" ? time : time.toISOString()).slice(0, 10);
}
