import { all, is } from "../filter.ts";
import { FAILED_INVOCATIONS } from "../invocation.ts";
import { counting, type Monitor } from "../monitor.ts";

/** Faults of work that no request waits for. */
export const BACKGROUND_MONITORS: readonly Monitor[] = [
  counting({
    name: "scheduled-jobs-failing",
    summary: "A scheduled job failed in two runs or more.",
    severity: "ticket",
    where: is("message", "A scheduled job failed.", "A tenant's audit log was not archived."),
    windowMinutes: 15,
    threshold: 2,
  }),
  {
    name: "scheduled-jobs-missing",
    summary: "The schedule hasn't run for 30 minutes, or no log records arrive.",
    severity: "page",
    runbook: "scheduled-jobs-missing",
    where: is("message", "The scheduled jobs have run."),
    aggregation: { kind: "count" },
    windowMinutes: 30,
    intervalMinutes: 5,
    comparison: "below",
    threshold: 1,
  },
  counting({
    name: "alarms-failing",
    summary: "Alarms of Durable Objects fail: emails, usage and audit seals of tenants are late.",
    severity: "ticket",
    where: all(is("invocation.handler", "alarm"), is("invocation.outcome", ...FAILED_INVOCATIONS)),
    windowMinutes: 30,
    threshold: 5,
  }),
  counting({
    name: "emails-failing",
    summary: "The email provider can't be reached or fails, so users wait for links and codes.",
    severity: "page",
    where: all(is("message", "An email was not sent."), is("failure", "later", "unknown")),
    windowMinutes: 15,
    threshold: 10,
  }),
  counting({
    name: "emails-refused",
    summary: "The email provider refuses many emails permanently.",
    severity: "ticket",
    where: all(is("message", "An email was not sent."), is("failure", "refused")),
    windowMinutes: 60,
    threshold: 20,
  }),
  counting({
    name: "usage-delayed",
    summary: "Usage isn't delivered or rolled up, so usage figures and limits of plans are behind.",
    severity: "ticket",
    where: is(
      "message",
      "Usage was not rolled up; the alarm repeats it.",
      "Usage was not delivered; it will be sent again.",
    ),
    windowMinutes: 60,
    threshold: 20,
  }),
  counting({
    name: "changes-pending",
    summary: "Changes of tenants and keys don't reach their Durable Objects.",
    severity: "ticket",
    where: is("message", "A change has not reached the tenant's objects yet. The schedule will propagate it."),
    windowMinutes: 30,
    threshold: 5,
  }),
  counting({
    name: "subscribers-not-notified",
    summary: "WebSocket subscribers aren't notified of events or of the end of their connection.",
    severity: "ticket",
    where: is(
      "message",
      "A subscriber could not be notified.",
      "The owner of a connection could not be notified of its end. Retrying in 5 seconds.",
    ),
    windowMinutes: 30,
    threshold: 50,
  }),
  counting({
    name: "last-use-not-stored",
    summary: "The last use of API keys or sessions isn't stored.",
    severity: "ticket",
    where: is("message", "A time of last use was not stored."),
    windowMinutes: 60,
    threshold: 20,
  }),
];
