import type { ChallengeOffer } from "../../attempts/challenges/challenge.ts";
import type { AppError } from "../../shared/errors/app-error.ts";
import { html, type Markup } from "../../shared/html/markup.ts";
import type { Language } from "../../shared/languages.ts";
import { pageTexts } from "../../shared/texts/page-texts.ts";
import { PROOF_OF_WORK_SCRIPT, TURNSTILE_SCRIPT } from "./challenge-script.ts";

/** As long as the token that a procedure accepts. */
const MAX_TOKEN = 2048;

/** Origin of Cloudflare's widget. Source: developers.cloudflare.com/turnstile, "Content Security Policy". */
const TURNSTILE = "https://challenges.cloudflare.com";

/** The challenge that the next attempt needs; undefined after any other error. */
export function challengeIn({ code, details }: AppError): ChallengeOffer | undefined {
  // Made by `countAttempt`.
  return code === "challenge_required" ? (details.challenge as ChallengeOffer) : undefined;
}

/** The solved challenge of a form, as procedures take it. */
export function solvedIn(form: URLSearchParams): { challenge?: { token: string } } {
  const token = form.get("challenge") ?? "";
  return token === "" || token.length > MAX_TOKEN ? {} : { challenge: { token } };
}

/** The field of a form whose attempt needs the challenge. A script fills it in. */
export function challengeField(challenge: ChallengeOffer | undefined): Markup | undefined {
  return challenge && html`<input type="hidden" name="challenge" value="">\n`;
}

/** The challenge as a page shows it, with the widget if it is one. Its state says that it needs a script, until one runs. */
export function challengeArea(challenge: ChallengeOffer, language: Language): Markup {
  const { working, waiting, done, failed, noScript } = pageTexts(language).challenge;
  const data =
    challenge.kind === "turnstile"
      ? html`data-site-key="${challenge.siteKey}" data-action="${challenge.action}" data-language="${language}"`
      : html`data-text="${challenge.text}" data-bits="${challenge.bits}" data-working="${working}"`;
  const state = html`<p id="challenge" role="status">${noScript}</p>\n`;
  const shown =
    challenge.kind === "turnstile"
      ? html`<div class="widget"></div>\n${state}`
      : html`${state}<progress aria-labelledby="challenge" max="1" value="0" hidden></progress>\n`;
  return html`<div class="challenge" data-challenge ${data} data-waiting="${waiting}" data-done="${done}" data-failed="${failed}">
${shown}</div>
`;
}

/** What a page with the challenge runs and loads. */
export function challengeSources({ kind }: ChallengeOffer): {
  readonly script: string;
  readonly scriptSources: readonly string[];
  readonly allow: readonly string[];
} {
  if (kind === "proof-of-work") return { script: PROOF_OF_WORK_SCRIPT, scriptSources: [], allow: [] };
  return { script: TURNSTILE_SCRIPT, scriptSources: [TURNSTILE], allow: [`frame-src ${TURNSTILE}`] };
}
