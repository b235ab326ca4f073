import type { LiveEvent } from "../events/live-event.ts";

/** Events that a webhook receives. */
export interface WebhookFilter {
  /** Names of events, or prefixes that end in a dot; none for all. */
  readonly events: readonly string[];
  readonly includeRefused: boolean;
}

/** Whether a webhook receives an event. Refused calls are sent only on request; alerts are always sent. */
export function matches({ events, includeRefused }: WebhookFilter, event: LiveEvent): boolean {
  if (event.outcome !== "ok" && !event.alert && !includeRefused) return false;
  if (events.length === 0) return true;
  return events.some((name) => (name.endsWith(".") ? event.event.startsWith(name) : event.event === name));
}

/** The body of a delivery: the same bytes in every attempt. Its form is that of Standard Webhooks: type, timestamp, data. */
export function bodyOf(tenantId: string, event: LiveEvent): string {
  const { at, ...data } = event;
  const timestamp = new Date(at).toISOString();
  return JSON.stringify({ type: event.event, timestamp, tenantId, data: { ...data, at: timestamp } });
}
