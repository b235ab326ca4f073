import * as z from "zod";
import type { SessionRow } from "../shared/rows.ts";
import { bounded, earliest, type SessionLimits } from "../shared/session-lifetimes.ts";

/** Names and their patterns. Earlier patterns win, because most browsers also claim to be older ones. */
type Marks = readonly (readonly [name: string, mark: RegExp])[];

const BROWSERS: Marks = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\b(?:OPR|OPiOS|Opera)\//],
  ["Samsung Internet", /\bSamsungBrowser\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|Chromium|CriOS)\//],
  ["Safari", /\bVersion\/[\d.]+.*\bSafari\//],
];

const SYSTEMS: Marks = [
  ["iOS", /\biPhone\b/],
  ["iPadOS", /\biPad\b/],
  ["Android", /\bAndroid\b/],
  ["Windows", /\bWindows NT\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["macOS", /\bMac OS X\b/],
  ["Linux", /\bLinux\b/],
];

/**
 * A session's device, such as "Firefox on Windows", from its user agent. Clients can send any user agent, so it only helps
 * users to recognise their sessions.
 */
export function deviceOf(userAgent: string): string {
  const browser = nameIn(userAgent, BROWSERS);
  const system = nameIn(userAgent, SYSTEMS);
  if (browser !== undefined && system !== undefined) return `${browser} on ${system}`;
  // A program that isn't a browser starts with its name: `curl/8.5.0`.
  return browser ?? system ?? /^([A-Za-z][\w.-]{0,39})\//.exec(userAgent)?.[1] ?? "Unknown device";
}

function nameIn(userAgent: string, marks: Marks): string | undefined {
  return marks.find(([, mark]) => mark.test(userAgent))?.[0];
}

/** Public fields of a session: enough to recognise one's own. */
export const sessionFields = {
  id: z.string(),
  device: z.string().describe("Browser and operating system, from the user agent."),
  location: z.string().describe("City and country of the sign-in, from the IP address; empty if unknown."),
  mode: z
    .enum(["bearer", "cookie"])
    .describe("bearer: the client stores the refresh token. cookie: the browser stores it in a cookie."),
  createdAt: z.date(),
  lastUsedAt: z.date().describe("Time of the last use, accurate to a few minutes."),
  expiresAt: z.date().describe("Time when the session ends if it isn't used before."),
};

export const sessionOutput = z
  .object(sessionFields)
  .meta({ id: "Session", description: "A session of a user that has not ended." });

export function sessionView(row: SessionRow, limits: SessionLimits): z.infer<typeof sessionOutput> {
  const { id, userAgent, location, mode, createdAt, lastUsedAt, rotatedAt } = row;
  const { idleExpiresAt, expiresAt } = bounded(row, limits);
  return {
    id,
    device: deviceOf(userAgent),
    location,
    mode,
    createdAt,
    lastUsedAt: lastUsedAt ?? rotatedAt,
    expiresAt: earliest(idleExpiresAt, expiresAt),
  };
}
