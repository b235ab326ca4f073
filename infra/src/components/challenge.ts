import { TurnstileWidget } from "@pulumi/cloudflare/turnstileWidget.js";
import * as pulumi from "@pulumi/pulumi";
import { nameFor } from "../names.ts";
import type { StackConfig } from "../stack-config.ts";
import { adoptOptions } from "./resource-options.ts";

export type ChallengeArgs = Pick<StackConfig, "stack" | "accountId" | "challengeHosts" | "adopt">;

type Texts = Readonly<Record<string, pulumi.Output<string>>>;

/**
 * The Cloudflare Turnstile widget for the hosts of tenants' apps and their subdomains. Without hosts it creates
 * nothing, and the Worker uses its built-in proof-of-work challenge.
 */
export class Challenge extends pulumi.ComponentResource {
  /** Variables and secrets of the Worker for Turnstile; empty without hosts. */
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
          // Sorted, so that reordering the configuration changes nothing.
          domains: [...new Set(challengeHosts)].sort(),
          // Cloudflare chooses the kind of challenge for each visitor.
          mode: "managed",
        },
        { parent: this, additionalSecretOutputs: ["secret"], ...adoptOptions(adopt.challenge) },
      );
      this.vars = { TURNSTILE_SITE_KEY: widget.sitekey };
      this.secrets = { TURNSTILE_SECRET_KEY: pulumi.secret(widget.secret) };
    }
    this.registerOutputs({ ...this.vars, ...this.secrets });
  }
}
