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
  it("use alerts of every plan, sent by email, with names of the stack", async () => {
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

  it("report serious incidents in the services that cf-auth uses", async () => {
    expect((await policy(ARGS, "incidents"))?.filters).toEqual({
      affectedComponents: ["D1", "Durable Objects", "R2", "Workers", "Workers KV"],
      incidentImpacts: ["INCIDENT_IMPACT_MAJOR", "INCIDENT_IMPACT_CRITICAL"],
    });
  });
});
