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
 * What every plan has, by the word in the policy's name. All of it is about the account or its zones, none about one
 * Worker: of error rates and unusual traffic Cloudflare tells Enterprise only, and others their own monitoring. What the
 * account uses is told on paid plans only, and elsewhere refused: limits and budgets are set in the dashboard.
 * Sources: developers.cloudflare.com/notifications/notification-available, and for the filters the provider's tests.
 */
const ALERTS: Readonly<Record<string, Alert>> = {
  // Whatever the service then answers, the cause is not here. Minor ones come weekly and would teach to look away.
  incidents: {
    alertType: "incident_alert",
    description: "Cloudflare has a serious incident in what the service stands on.",
    filters: {
      affectedComponents: ["D1", "Durable Objects", "R2", "Workers", "Workers KV"],
      incidentImpacts: ["INCIDENT_IMPACT_MAJOR", "INCIDENT_IMPACT_CRITICAL"],
    },
  },
  // Sign-in is what is attacked first, and this tells why users are refused and the bill is high.
  attacks: { alertType: "dos_attack_l7", description: "Cloudflare is fending off a flood of HTTP requests." },
  // With a certificate that was not renewed nobody gets as far as an error page of ours.
  certificates: {
    alertType: "universal_ssl_event_type",
    description: "A certificate was made, renewed, or could not be.",
  },
  // Somebody reports a sign-in page as phishing, and the service is gone without anything having failed.
  blocks: { alertType: "block_notification_new_block", description: "Cloudflare has blocked a host for abuse." },
};

/**
 * Mail to the operators about what only Cloudflare sees. Two stacks in one account are told of the same things, so that
 * one of them may go without the other's being missed.
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
