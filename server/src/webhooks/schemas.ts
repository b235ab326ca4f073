import * as z from "zod";
import { EVENT_FILTER } from "../events/live-event.ts";
import { timeInput } from "../shared/inputs/formats.ts";
import { DELIVERY_STATUSES } from "./delivery-store.ts";

const MAX_EVENT_FILTERS = 50;
const MAX_OVERLAP_SECONDS = 7 * 24 * 60 * 60;
const DEFAULT_OVERLAP_SECONDS = 24 * 60 * 60;

const url = z
  .string()
  .min(1)
  .max(2000)
  .describe("The URL that receives the events: https on port 443 of a public host of yours, without user name.");
const name = z.string().max(100).describe("Name of the webhook, for your own use.");
const events = z
  .array(EVENT_FILTER)
  .max(MAX_EVENT_FILTERS)
  .describe(
    "Events that it receives: names such as users.create, or prefixes that end in a dot. An empty list is all events.",
  );
const includeRefused = z.boolean().describe("Whether calls that were refused are sent as well. Alerts always are.");

export const webhookIdInput = z.string().min(1).max(64).describe("The webhook's id.");
export const byWebhookId = z.strictObject({ id: webhookIdInput });

export const newWebhookInput = z.strictObject({
  url,
  name: name.default(""),
  events: events.default([]),
  includeRefused: includeRefused.default(false),
});

export const webhookChangeInput = z.strictObject({
  id: webhookIdInput,
  url: url.optional(),
  name: name.optional(),
  events: events.optional(),
  includeRefused: includeRefused.optional(),
  enabled: z
    .boolean()
    .optional()
    .describe("false ends its deliveries, also those that are queued. true starts with the next event."),
});

export const rotateSecretInput = z.strictObject({
  id: webhookIdInput,
  overlapSeconds: z
    .int()
    .min(0)
    .max(MAX_OVERLAP_SECONDS)
    .default(DEFAULT_OVERLAP_SECONDS)
    .describe("Seconds during which deliveries are signed with both secrets. Defaults to 1 day; at most 7 days."),
});

export const deliveryFilter = {
  id: webhookIdInput.optional().describe("Only deliveries of this webhook. Defaults to all webhooks."),
  status: z.enum(DELIVERY_STATUSES).optional().describe("Only deliveries of this status."),
  event: z.string().max(100).optional().describe("Only deliveries of this event, such as users.create."),
};

export const replayInput = z.strictObject({
  id: webhookIdInput,
  from: timeInput.describe("Time of the first event that is sent again. Events are stored for 7 days."),
  to: timeInput.optional().describe("Time of the last event that is sent again. Defaults to now."),
  cursor: z.string().max(200).optional().describe("nextCursor of the previous call, to continue."),
});

export const webhookOutput = z
  .object({
    id: z.string(),
    url: z.string(),
    name: z.string(),
    events: z.array(z.string()).describe("Names of events, or prefixes that end in a dot; empty for all."),
    includeRefused: z.boolean(),
    enabled: z.boolean(),
    disabledReason: z
      .enum(["paused", "failing", "gone", "backlog", "restored"])
      .nullable()
      .describe(
        "paused: by webhooks.update. failing: no attempt succeeded in 3 days. gone: it responded with 410. backlog: 100,000 events waited. restored: the tenant was restored from a backup. Null while it is enabled.",
      ),
    disabledAt: z.date().nullable(),
    failingSince: z.date().nullable().describe("Time since which no attempt has succeeded; null if the last one did."),
    previousSecretExpiresAt: z.date().nullable().describe("End of the previous secret's use; null without one."),
    createdBy: z.string().describe("Id of the API key or user that created it."),
    createdAt: z.date(),
    updatedAt: z.date(),
  })
  .meta({ id: "Webhook", description: "A URL that receives a tenant's events." });

export const deliveryOutput = z
  .object({
    id: z.string(),
    webhookId: z.string(),
    eventId: z.string().describe("Id of the event, in the header webhook-id of every attempt."),
    seq: z.int().describe("Sequence number of the event in the tenant's audit chain; 0 for a test."),
    event: z.string(),
    object: z.string().describe("Id of what the event is about. Events of one object are delivered in order."),
    status: z
      .enum(DELIVERY_STATUSES)
      .describe("queued: it waits for an earlier event of the same object. waiting: for its next attempt."),
    attempts: z.array(
      z.object({
        at: z.date(),
        status: z.int().nullable().describe("HTTP status of the response; null if none came."),
        error: z
          .string()
          .nullable()
          .describe(
            "http_ and the status, unreachable, timeout, url_not_allowed, interrupted or internal_error; null for a success.",
          ),
        durationMs: z.int(),
      }),
    ),
    createdAt: z.date(),
    nextAttemptAt: z.date().nullable(),
    finishedAt: z.date().nullable(),
  })
  .meta({ id: "WebhookDelivery", description: "A delivery of an event to a webhook, with its attempts." });
