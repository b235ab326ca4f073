import type { App } from "../app.ts";
import { failureText } from "../ports/database.ts";
import { type AuditEvent, rowOf } from "./entry.ts";

/** Adds to the audit log. What was done stays done even if that fails, so a failure is logged and goes no further. */
export async function writeDown({ clock, audit }: Pick<App, "clock" | "audit">, event: AuditEvent): Promise<void> {
  try {
    await audit.append(rowOf(event, clock));
  } catch (error) {
    const { ip: _, ...facts } = event;
    const message = "An audit event was not written.";
    console.error(JSON.stringify({ level: "error", message, ...facts, error: failureText(error) }));
  }
}
