import { all, any, atLeast, is } from "../filter.ts";
import { counting, type Monitor } from "../monitor.ts";

/** Outcomes of a sign-in with a wrong password, or after too many of them. */
const REFUSED_SIGN_INS = ["invalid_credentials", "challenge_required", "too_many_attempts", "password_reset_required"];
/** Outcomes of requests whose key or token is wrong, or no longer valid. Expired tokens are left out: clients refresh them. */
const REFUSED_CREDENTIALS = [
  "key_malformed",
  "key_invalid",
  "key_revoked",
  "key_expired",
  "key_replaced",
  "token_malformed",
  "token_invalid",
];

/** Attacks, and faults that weaken security. */
export const SECURITY_MONITORS: readonly Monitor[] = [
  {
    name: "sign-in-failures",
    summary: "More than half of the sign-ins fail: an attack on passwords, or a fault that refuses the right ones.",
    severity: "page",
    runbook: "sign-in-failures",
    where: all(is("message", "Request."), is("procedure", "auth.login")),
    aggregation: { kind: "share", bad: is("outcome", ...REFUSED_SIGN_INS), minBad: 100 },
    windowMinutes: 15,
    intervalMinutes: 5,
    comparison: "above",
    threshold: 0.5,
  },
  {
    name: "refused-credentials",
    summary: "Many requests have a key or a token that is refused: an attack, or a deployment with a wrong key.",
    severity: "ticket",
    runbook: "refused-credentials",
    where: is("message", "Request."),
    aggregation: { kind: "share", bad: is("outcome", ...REFUSED_CREDENTIALS), minBad: 200 },
    windowMinutes: 15,
    intervalMinutes: 5,
    comparison: "above",
    threshold: 0.2,
  },
  counting({
    name: "refresh-tokens-reused",
    summary: "Refresh tokens are used twice: they are stolen, or a client stores them wrongly.",
    severity: "ticket",
    where: all(is("message", "Request."), is("outcome", "refresh_token_reused")),
    windowMinutes: 60,
    threshold: 20,
  }),
  counting({
    name: "audit-chain-broken",
    summary: "An audit log has an event that was altered, removed or inserted.",
    severity: "page",
    where: any(is("message", "A tenant's audit chain is broken."), is("outcome", "audit_chain_broken")),
    windowMinutes: 15,
    threshold: 1,
  }),
  counting({
    name: "audit-events-lost",
    summary: "A change was made whose audit event couldn't be written.",
    severity: "page",
    where: is("message", "An audit event was not written."),
    windowMinutes: 15,
    threshold: 1,
  }),
  counting({
    name: "security-emails-lost",
    summary:
      "A user wasn't warned of a stolen session, a new device or a leaked key, because the email couldn't be queued.",
    severity: "ticket",
    where: is(
      "message",
      "The email about a reused refresh token couldn't be queued.",
      "The email about a sign-in from a new device couldn't be queued.",
      "The email about a leaked key couldn't be queued.",
    ),
    windowMinutes: 15,
    threshold: 1,
  }),
  counting({
    name: "signing-keys-lost",
    summary: "Private signing keys can't be decrypted with any version of JWT_SECRET.",
    severity: "page",
    where: all(is("job", "reencryptKeys"), atLeast("counts.lost.length", 1)),
    windowMinutes: 15,
    threshold: 1,
  }),
  counting({
    name: "secrets-overdue",
    summary: "A secret of the deployment is older than its maximum age.",
    severity: "ticket",
    where: is("message", "A secret is overdue for rotation."),
    // The schedule logs it in each run.
    windowMinutes: 30,
    threshold: 2,
  }),
  counting({
    name: "turnstile-unreachable",
    summary: "Turnstile can't be reached or refuses its secret.",
    severity: "ticket",
    where: is("message", "Turnstile could not be reached."),
    windowMinutes: 15,
    threshold: 5,
  }),
  counting({
    name: "password-hashes-invalid",
    summary: "A stored password hash can't be verified, so its user can't sign in.",
    severity: "ticket",
    where: is("message", "A stored password hash can't be verified."),
    windowMinutes: 60,
    threshold: 1,
  }),
  counting({
    name: "password-hash-fallback",
    summary: "The runtime can't load argon2id, so new password hashes are scrypt.",
    severity: "ticket",
    where: is("message", "argon2id cannot be loaded; new password hashes are scrypt."),
    windowMinutes: 60,
    threshold: 1,
  }),
  counting({
    name: "password-blocklist-unavailable",
    summary: "Common passwords are accepted, because their list is empty or can't be read.",
    severity: "ticket",
    where: is("message", "Common passwords are not refused."),
    windowMinutes: 60,
    threshold: 1,
  }),
];
