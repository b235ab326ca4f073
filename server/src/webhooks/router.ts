import * as z from "zod";
import { unwrap } from "../authz/outcome.ts";
import { cutPage, decodeCursor, encodeCursor, pageInput, pageOf } from "../pipeline/inputs.ts";
import { procedure, t } from "../pipeline/procedure.ts";
import { newId } from "../ports/ids.ts";
import { actorOf } from "../shared/caller.ts";
import { AppError } from "../shared/errors/app-error.ts";
import { createWebhook, findWebhookOrThrow, rotateWebhookSecret, updateWebhook } from "./administer-webhooks.ts";
import type { Delivery } from "./delivery-store.ts";
import type { WebhooksDeps } from "./deps.ts";
import {
  byWebhookId,
  deliveryFilter,
  deliveryOutput,
  newWebhookInput,
  replayInput,
  rotateSecretInput,
  webhookChangeInput,
  webhookOutput,
} from "./schemas.ts";
import type { Webhook } from "./webhook-store.ts";

const oneWebhook = z.object({ webhook: webhookOutput });
const withSecret = oneWebhook.extend({
  secret: z
    .string()
    .describe("The signing secret, whsec_ and base64. It is shown once: store it where the receiver runs."),
});

/** Where a replay continues, and the time at which it ends. */
const REPLAY_POSITION = z.object({ after: z.int().min(0), to: z.int() });

/** The name of test events. */
const TEST_EVENT = "webhooks.test";

/** Webhooks of a tenant, for its servers and for platform admins. */
export const webhooksRouter = t.router({
  create: ownersProcedure("Creates a webhook, which receives events from now on.", "webhooks.create")
    .input(newWebhookInput)
    .output(withSecret)
    .mutation(async ({ ctx, input }) => {
      const { webhook, secret } = await createWebhook(ctx.app, ctx.tenant, {
        ...input,
        createdBy: actorOf(ctx.caller),
      });
      return { webhook: view(webhook, null), secret };
    }),

  list: ownersProcedure("Lists the tenant's webhooks, in the order of their creation.", "none")
    .input(z.strictObject(pageInput))
    .output(z.object(pageOf(webhookOutput)))
    .query(async ({ ctx: { app, tenant }, input: { cursor, limit } }) => {
      const rows = await app.webhooks.list(tenant.id, {
        after: decodeCursor(cursor, z.string()) ?? "",
        limit: limit + 1,
      });
      const failing = await app.webhookDeliveries(tenant.id).failingSince(rows.map(({ id }) => id));
      const since = new Map(rows.map(({ id }, i) => [id, failing[i] ?? null]));
      return cutPage(rows, limit, { cursor: ({ id }) => id, item: (row) => view(row, since.get(row.id) ?? null) });
    }),

  get: ownersProcedure("Gets a webhook, without its signing secret.", "none")
    .input(byWebhookId)
    .output(oneWebhook)
    .query(async ({ ctx: { app, tenant }, input: { id } }) => ({
      webhook: await viewWithStatus(app, await findWebhookOrThrow(app, tenant, id)),
    })),

  update: ownersProcedure("Changes a webhook, pauses it or enables it again.", "webhooks.update")
    .input(webhookChangeInput)
    .output(oneWebhook)
    .mutation(async ({ ctx: { app, tenant }, input: { id, ...change } }) => ({
      webhook: await viewWithStatus(app, await updateWebhook(app, tenant, id, change)),
    })),

  delete: ownersProcedure("Deletes a webhook. Its queued deliveries end.", "webhooks.delete")
    .input(byWebhookId)
    .output(z.object({ id: z.string() }))
    .mutation(async ({ ctx: { app, tenant }, input: { id } }) => {
      if (!(await app.webhooks.delete(tenant.id, id))) throw new AppError("webhook_not_found");
      await app.webhookDeliveries(tenant.id).endDeliveries(id);
      return { id };
    }),

  rotateSecret: ownersProcedure(
    "Gives a webhook a new signing secret. Deliveries are signed with both secrets until the overlap ends.",
    "webhooks.rotateSecret",
  )
    .input(rotateSecretInput)
    .output(withSecret)
    .mutation(async ({ ctx: { app, tenant }, input }) => {
      const { webhook, secret } = await rotateWebhookSecret(app, tenant, input);
      return { webhook: await viewWithStatus(app, webhook), secret };
    }),

  test: ownersProcedure("Sends a test event to a webhook now, once, and returns the result.", "webhooks.test")
    .input(byWebhookId)
    .output(z.object({ delivery: deliveryOutput }))
    .mutation(async ({ ctx: { app, tenant, caller, request }, input: { id } }) => {
      await findWebhookOrThrow(app, tenant, id);
      const at = app.clock.now();
      const event = {
        ...{ id: newId("evt", at), event: TEST_EVENT, outcome: "ok", alert: false, actor: actorOf(caller) },
        ...{ subject: null, object: id, requestId: request.id, at: at.getTime() },
      };
      return { delivery: deliveryView(await app.webhookDeliveries(tenant.id).sendTest(id, event)) };
    }),

  deliveries: ownersProcedure("Lists deliveries of the last 7 days with their attempts, newest first.", "none")
    .input(z.strictObject({ ...deliveryFilter, ...pageInput }))
    .output(z.object(pageOf(deliveryOutput)))
    .query(async ({ ctx: { app, tenant }, input: { id, cursor, limit, ...filter } }) => {
      if (id !== undefined) await findWebhookOrThrow(app, tenant, id);
      const query = { ...filter, webhookId: id, before: decodeCursor(cursor, z.int()), limit: limit + 1 };
      const rows = await app.webhookDeliveries(tenant.id).deliveries(query);
      return cutPage(rows, limit, { cursor: ({ number }) => number, item: deliveryView });
    }),

  replay: ownersProcedure(
    "Sends the stored events of a time range to a webhook again. Reads up to 5,000 events a call; continue with nextCursor.",
    "webhooks.replay",
  )
    .input(replayInput)
    .output(
      z.object({
        queued: z
          .int()
          .describe("Number of events that were queued; events that still wait for delivery aren't queued twice."),
        oldestAt: z.date().nullable().describe("Time of the oldest stored event: earlier ones can't be sent again."),
        nextCursor: z.string().nullable().describe("Continue with it; null if the whole range is queued."),
      }),
    )
    .mutation(async ({ ctx: { app, tenant }, input: { id, from, to, cursor } }) => {
      const { events, includeRefused, enabled } = await findWebhookOrThrow(app, tenant, id);
      if (!enabled) throw new AppError("webhook_disabled");
      await app.seals(tenant.id).sealAll();
      // All pages end at the same time, so that none has events that came meanwhile.
      const position = decodeCursor(cursor, REPLAY_POSITION) ?? { after: 0, to: (to ?? app.clock.now()).getTime() };
      if (from.getTime() > position.to) {
        throw new AppError("invalid_input", {
          issues: [{ path: "from", message: "It is after the end of the range." }],
        });
      }
      const replay = { id, events, includeRefused, from: from.getTime(), ...position };
      const page = unwrap(await app.webhookDeliveries(tenant.id).replay(replay));
      return {
        queued: page.queued,
        oldestAt: page.oldestAt === null ? null : new Date(page.oldestAt),
        nextCursor: page.next === null ? null : encodeCursor({ ...position, after: page.next }),
      };
    }),
});

function ownersProcedure(summary: string, audit: string) {
  return procedure({ summary, audit, caller: ["secret", "admin", "platformKey"], rateLimit: "standard" });
}

async function viewWithStatus({ webhookDeliveries }: Pick<WebhooksDeps, "webhookDeliveries">, webhook: Webhook) {
  const [failing = null] = await webhookDeliveries(webhook.tenantId).failingSince([webhook.id]);
  return view(webhook, failing);
}

function view(webhook: Webhook, failing: number | null): z.input<typeof webhookOutput> {
  const { tenantId: _, secrets: __, notifiedAt: ___, ...shown } = webhook;
  return { ...shown, events: [...shown.events], failingSince: failing === null ? null : new Date(failing) };
}

function deliveryView({ number: _, attempts, ...delivery }: Delivery): z.input<typeof deliveryOutput> {
  const { createdAt, nextAttemptAt, finishedAt } = delivery;
  return {
    ...delivery,
    attempts: attempts.map((attempt) => ({ ...attempt, at: new Date(attempt.at) })),
    createdAt: new Date(createdAt),
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  };
}
