import type { App } from "../app.ts";
import { failureText } from "../ports/database.ts";
import { newId } from "../ports/ids.ts";
import type { AuditEventRow } from "./store.ts";

/** What happened, or was refused; the rest of the row is made here. */
export type AuditEvent = Omit<AuditEventRow, "id" | "at">;

/** Adds to the audit log. What was done stays done even if that fails, so a failure is logged and goes no further. */
export async function writeDown({ clock, audit }: Pick<App, "clock" | "audit">, event: AuditEvent): Promise<void> {
  const at = clock.now();
  try {
    await audit.append({ ...event, id: newId("evt", at), at });
  } catch (error) {
    const { ip: _, ...facts } = event;
    const message = "An audit event was not written.";
    console.error(JSON.stringify({ level: "error", message, ...facts, error: failureText(error) }));
  }
}
