import { TurnstileWidget } from "@pulumi/cloudflare/turnstileWidget.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { taken } from "./kept.ts";

export type ChallengeArgs = Pick<StackConfig, "stack" | "accountId" | "challengeHosts" | "adopt">;

type Texts = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * Cloudflare Turnstile for the hosts of tenants' apps, and for what lies below each of them. Where there are none it
 * makes nothing, and the Worker sets a challenge of its own.
 */
export class Challenge extends pulumi.ComponentResource {
  /** What the Worker shows and what it asks Cloudflare with, by their names there: both or neither. */
  readonly vars: Texts = {};
  readonly secrets: Texts = {};

  constructor(name: string, args: ChallengeArgs, options?: pulumi.ComponentResourceOptions) {
    super("cf-auth:infra:Challenge", name, {}, options);
    const { stack, accountId, challengeHosts, adopt } = args;
    if (challengeHosts.length > 0) {
      const widget = new TurnstileWidget(
        "challenge",
        {
          accountId,
          name: nameFor(stack, "challenge"),
          // Sorted, so that their order in the configuration is no change.
          domains: [...new Set(challengeHosts)].sort(),
          // How people are told from machines is Cloudflare's choice, by visitor.
          mode: "managed",
        },
        { parent: this, additionalSecretOutputs: ["secret"], ...taken(adopt.challenge) },
      );
      this.vars = { TURNSTILE_SITE_KEY: widget.sitekey };
      this.secrets = { TURNSTILE_SECRET_KEY: pulumi.secret(widget.secret) };
    }
    this.registerOutputs({ ...this.vars, ...this.secrets });
  }
}
