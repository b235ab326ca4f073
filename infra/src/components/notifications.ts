import { NotificationPolicy } from "@pulumi/cloudflare/notificationPolicy.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";

export type NotificationsArgs = Pick<StackConfig, "stack" | "accountId" | "alertEmail">;

interface Alert {
  readonly alertType: string;
  readonly description: string;
  readonly filters?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Alerts that every plan has, by the word in the policy's name. All are about the account or its zones, none about one
 * Worker: alerts on error rates and unusual traffic are Enterprise only. Usage alerts require a paid plan and are
 * rejected elsewhere; set limits and budgets in the dashboard.
 * Sources: developers.cloudflare.com/notifications/notification-available, and for the filters the provider's tests.
 */
const ALERTS: Readonly<Record<string, Alert>> = {
  // Only major incidents: minor ones occur weekly, and operators would learn to ignore them.
  incidents: {
    alertType: "incident_alert",
    description: "Cloudflare has a major incident in a service that cf-auth uses.",
    filters: {
      affectedComponents: ["D1", "Durable Objects", "R2", "Workers", "Workers KV"],
      incidentImpacts: ["INCIDENT_IMPACT_MAJOR", "INCIDENT_IMPACT_CRITICAL"],
    },
  },
  // Sign-in is a common target, and this explains rejected users and a high bill.
  attacks: { alertType: "dos_attack_l7", description: "Cloudflare is mitigating an HTTP DDoS attack." },
  // Without a renewed certificate, no request reaches the Worker.
  certificates: {
    alertType: "universal_ssl_event_type",
    description: "A certificate was issued, renewed, or failed to renew.",
  },
  // A sign-in page that is reported as phishing is blocked without any failure in the Worker.
  blocks: { alertType: "block_notification_new_block", description: "Cloudflare has blocked a host for abuse." },
};

/**
 * Email alerts to the operators about events that only Cloudflare sees. Two stacks in one account have the same alerts,
 * so that either can be removed.
 */
export class Notifications extends pulumi.ComponentResource {
  constructor(name: string, args: NotificationsArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Notifications", name, {}, options);
    const { stack, accountId, alertEmail } = args;
    for (const [word, alert] of Object.entries(ALERTS)) {
      new NotificationPolicy(
        `notification-${word}`,
        {
          accountId,
          name: nameFor(stack, word),
          enabled: true,
          mechanisms: { emails: [{ id: alertEmail }] },
          ...alert,
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
