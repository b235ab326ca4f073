import * as z from "zod";
import { deviceOf } from "./zz-auth--device.ts";
import { bounded, earliest, type SessionLimits } from "../shared/session-lifetimes.ts";
import type { SessionRow } from "./session-store.ts";

/** What may be seen of a session: enough to recognise one's own. */
export const sessionFields = {
  id: z.string(),
  device: z.string().describe("Browser and system, as far as the user agent tells."),
  place: z.string().describe("City and country of the sign-in, as far as the network tells; may be empty."),
  mode: z
    .enum(["bearer", "cookie"])
    .describe("Whether the client holds its refresh token, or the browser in a cookie."),
  createdAt: z.date(),
  lastUsedAt: z.date().describe("To within a few minutes."),
  expiresAt: z.date().describe("When it ends unless it is used."),
};

export const sessionOutput = z
  .object(sessionFields)
  .meta({ id: "Session", description: "One sign-in of a user that has not ended." });

export function sessionView(row: SessionRow, limits: SessionLimits): z.infer<typeof sessionOutput> {
  const { id, userAgent, place, mode, createdAt, lastUsedAt, rotatedAt } = row;
  const { idleExpiresAt, expiresAt } = bounded(row, limits);
  return {
    id,
    device: deviceOf(userAgent),
    place,
    mode,
    createdAt,
    lastUsedAt: lastUsedAt ?? rotatedAt,
    expiresAt: earliest(idleExpiresAt, expiresAt),
  };
}
