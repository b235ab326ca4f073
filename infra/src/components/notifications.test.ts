import { describe, expect, it } from "vitest";
import { type Registered, registered } from "../../test/registered.ts";
import { Notifications, type NotificationsArgs } from "./notifications.ts";

const ARGS: NotificationsArgs = { stack: "staging", accountId: "account", alertEmail: "operators@example.com" };

const made = (args: NotificationsArgs): Promise<Registered[]> =>
  registered(() => new Notifications("notifications", args), { stack: args.stack });
const policies = (found: readonly Registered[]) =>
  found.filter(({ type }) => type === "cloudflare:index/notificationPolicy:NotificationPolicy");
const policy = async (args: NotificationsArgs, word: string) =>
  policies(await made(args)).find(({ name }) => name === `notification-${word}`)?.props;

describe("notifications", () => {
  it("are of what every plan has, by mail, under names of the stack", async () => {
    const found = await made(ARGS);
    expect(policies(found).map(({ props }) => [props.name, props.alertType])).toEqual([
      ["cf-auth-attacks-staging", "dos_attack_l7"],
      ["cf-auth-blocks-staging", "block_notification_new_block"],
      ["cf-auth-certificates-staging", "universal_ssl_event_type"],
      ["cf-auth-incidents-staging", "incident_alert"],
    ]);
    for (const { props, parent } of policies(found)) {
      expect(props).toMatchObject({
        accountId: "account",
        enabled: true,
        mechanisms: { emails: [{ id: "operators@example.com" }] },
        description: expect.stringMatching(/\.$/),
      });
      expect(parent).toBe(found.find(({ name }) => name === "notifications")?.urn);
    }
  });

  it("tell of serious incidents in what the service stands on", async () => {
    expect((await policy(ARGS, "incidents"))?.filters).toEqual({
      affectedComponents: ["D1", "Durable Objects", "R2", "Workers", "Workers KV"],
      incidentImpacts: ["INCIDENT_IMPACT_MAJOR", "INCIDENT_IMPACT_CRITICAL"],
    });
  });

  it("tell of what is used where that is asked for", async () => {
    const usage = { workerRequests: 10_000_000, objectRequests: 1_000_000 };
    expect(await policy({ ...ARGS, usage }, "worker-requests")).toMatchObject({
      name: "cf-auth-worker-requests-staging",
      alertType: "billing_usage_alert",
      filters: { products: ["worker_requests"], limits: ["10000000"] },
    });
    expect(await policy({ ...ARGS, usage }, "object-requests")).toMatchObject({
      alertType: "billing_usage_alert",
      filters: { products: ["worker_durable_objects_requests"], limits: ["1000000"] },
    });
    expect(policies(await made({ ...ARGS, usage: { workerRequests: 1 } }))).toHaveLength(5);
  });

  it.each([0, -1, 1.5, Number.NaN])("refuse to tell of %d requests", async (workerRequests) => {
    await expect(made({ ...ARGS, usage: { workerRequests } })).rejects.toThrow("set a whole number above none");
  });
});
