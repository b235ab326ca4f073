import * as z from "zod";
import { deviceOf } from "./device.ts";
import { bounded, earliest, type SessionLimits } from "./lifetimes.ts";
import type { SessionRow } from "./session-store.ts";

/** What may be seen of a session: enough to recognise one's own. */
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
