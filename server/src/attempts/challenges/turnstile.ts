import * as z from "zod";
import { sha256 } from "../../ports/encoding.ts";
import { log } from "../../ports/logger.ts";
import { after } from "../../shared/session-lifetimes.ts";
import type { ChallengeSubject, Challenges, SolvedChallenge } from "./challenge.ts";

/** Source: developers.cloudflare.com/turnstile, "Validate the token". */
const SITEVERIFY = "https://challenges.cloudflare.com/turnstile/v0/siteverify";
const TOKEN_SECONDS = 300;
const TIMEOUT_MS = 5000;

const siteverifyResponse = z.object({
  success: z.boolean(),
  action: z.string().optional(),
  "error-codes": z.array(z.string()).optional(),
});

export interface TurnstileSettings {
  /** Public: browsers show the widget with it. */
  readonly siteKey: string;
  readonly secret: string;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Cloudflare's widget. Fails closed: without a valid response from Cloudflare the challenge isn't solved. */
export class Turnstile implements Challenges {
  private readonly settings: TurnstileSettings;
  private readonly fetch: Fetch;

  constructor(settings: TurnstileSettings, fetch: Fetch) {
    this.settings = settings;
    this.fetch = fetch;
  }

  async offer({ kind }: ChallengeSubject) {
    return { kind: "turnstile", siteKey: this.settings.siteKey, action: kind } as const;
  }

  async check(token: string, { kind, ip }: ChallengeSubject, now: Date): Promise<SolvedChallenge | undefined> {
    const body = { secret: this.settings.secret, response: token, ...(ip !== null && { remoteip: ip }) };
    try {
      const { success, action, "error-codes": codes = [] } = siteverifyResponse.parse(await this.siteverify(body));
      // A widget for another action on the same site doesn't solve this challenge.
      if (success && action === kind) return { id: await sha256(token), expiresAt: after(now, TOKEN_SECONDS) };
      if (codes.some((code) => code.endsWith("-input-secret")))
        logFailure(`The secret is refused: ${codes.join(", ")}.`);
    } catch (error) {
      logFailure(`${error}`);
    }
    return undefined;
  }

  private async siteverify(body: object): Promise<unknown> {
    const response = await this.fetch(SITEVERIFY, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await response.json();
  }
}

/** Logs why no challenge can be solved, because sign-ins that require one fail until it is fixed. */
function logFailure(problem: string): void {
  log("error", "Turnstile could not be reached.", { problem });
}
