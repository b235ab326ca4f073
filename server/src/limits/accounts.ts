import { MAX_EXPORTED } from "../accounts/export-account.ts";
import { MAX_KEY_METADATA_BYTES } from "../api-keys/inputs.ts";
import { ACCOUNT_POLICY } from "../attempts/attempt-policy.ts";
import { MAX_EVENTS_PER_FILE } from "../audit/export.ts";
import { MAX_EVENTS_PER_CALL } from "../audit/verify.ts";
import { MAX_DAYS } from "../dashboard/period.ts";
import { MAX_CHARACTERS } from "../email/check-template.ts";
import { MAX_STORED_EVENTS, RETENTION_MS } from "../events/event-log.ts";
import { MAX_EMAILS_PER_HOUR } from "../factors/sign-in-state-store.ts";
import { MAX_HASHES } from "../passwords/hash-queue.ts";
import { argon2id, bcrypt, pbkdf2 } from "../passwords/hashes/hashers.ts";
import { MAX_PASSWORD_BYTES } from "../passwords/password-policy.ts";
import { MAX_JSON_DEPTH } from "../ports/json.ts";
import { MAX_CLAIMS, MAX_CLAIMS_BYTES } from "../shared/custom-claims.ts";
import { MAX_EMAIL_LENGTH } from "../shared/email.ts";
import { MAX_LEVELS } from "../shared/tenant.ts";
import { MAX_PER_ADDRESS } from "../sign-in/email-sign-in.ts";
import { MAX_METADATA_BYTES } from "../users/administer.ts";
import { MAX_ROWS } from "../users/inputs.ts";
import { MAX_IDS } from "../users/router.ts";
import { MAX_PER_HOUR } from "../verification/statements-store.ts";
import { MAX_CODE_ATTEMPTS } from "../verification/token.ts";
import { MAX_WEBHOOKS } from "../webhooks/administer-webhooks.ts";
import { MAX_UNFINISHED } from "../webhooks/delivery-queue.ts";
import { MAX_ATTEMPTS } from "../webhooks/retry-schedule.ts";
import { count, type LimitSection, row } from "./row.ts";

const DAY_MS = 86_400_000;
const { delaysFrom, challengeFrom, stopFrom } = ACCOUNT_POLICY;
const { limits: argon2Limits } = argon2id(() => Promise.reject(new Error("Only its limits are read.")));

export const ACCOUNTS: readonly LimitSection[] = [
  {
    title: "Users and sign-in",
    rows: [
      row("email", `${count(MAX_EMAIL_LENGTH)} characters, 64 before the @`, "invalid_input", "Correct the email."),
      row(
        "password, maximum",
        `${count(MAX_PASSWORD_BYTES)} bytes of UTF-8`,
        "invalid_input",
        "Shorten the password; it is never truncated.",
      ),
      row("password, minimum", "15 characters; a tenant sets 8 to 64", "weak_password", "Choose a longer password."),
      row(
        "user metadata as JSON",
        `${count(MAX_METADATA_BYTES)} bytes, ${count(MAX_JSON_DEPTH)} levels`,
        "invalid_input",
        "Store large data in your own database. A merge beyond the limit returns `metadata_too_large`.",
      ),
      row("users per import", count(MAX_ROWS), "invalid_input", "Split the import."),
      row("ids per `users.getMany`", count(MAX_IDS), "invalid_input", "Split the request."),
      row(
        "sessions, emails and events in an account export",
        `${count(MAX_EXPORTED)} each`,
        null,
        "The export has the newest, and `complete` is false.",
      ),
      row(
        "custom claims per tenant",
        `${count(MAX_CLAIMS)}, ${count(MAX_CLAIMS_BYTES)} bytes as JSON`,
        "invalid_input",
        "Shorten the claims. A user's claims beyond the limit are left out of the token.",
      ),
      row(
        "consecutive failed sign-ins per account",
        count(stopFrom),
        "too_many_attempts",
        `Reset the password. Delays begin at ${delaysFrom}, challenges at ${challengeFrom}: see [Sign-in](sign-in.md#failed-attempts).`,
      ),
      row("attempts per emailed code", count(MAX_CODE_ATTEMPTS), "code_invalid", "Request another code."),
      row(
        "emails of one kind per recipient",
        `${count(MAX_PER_HOUR)} per hour`,
        null,
        "Further requests are silently ignored.",
      ),
      row(
        "sign-in emails of one kind per recipient",
        `${count(MAX_EMAILS_PER_HOUR)} per hour and IP address, ${count(MAX_PER_ADDRESS)} per hour`,
        null,
        "Further requests are silently ignored.",
      ),
      row("concurrent password verifications per isolate", count(MAX_HASHES), "busy", "Wait for `retryAfterSeconds`."),
    ],
  },
  {
    title: "Imported password hashes",
    before: [
      "[Operating](operating.md#passwords) lists the supported formats. Creating a user with a hash beyond its limit fails.",
    ],
    rows: [
      row(
        "argon2id",
        `${count(argon2Limits.m[1] / 1024)} MiB, ${argon2Limits.t[1]} passes, 256 MiB times passes, ${argon2Limits.p[1]} lanes`,
        "invalid_password_hash",
        "Have the user reset the password.",
      ),
      row("scrypt", "N·r·p at most 2^20, and 64 MiB", "invalid_password_hash", "As above."),
      row(
        "PBKDF2",
        `${count(pbkdf2.limits.i[0])} to ${count(pbkdf2.limits.i[1])} iterations per block of 32 bytes`,
        "invalid_password_hash",
        "As above.",
      ),
      row(
        "bcrypt",
        `cost ${bcrypt.limits.cost[0]} to ${bcrypt.limits.cost[1]}; passwords of at most ${bcrypt.maxPasswordBytes} bytes`,
        "invalid_password_hash",
        "As above.",
      ),
    ],
  },
  {
    title: "Keys",
    rows: [
      row(
        "key metadata as JSON",
        `${count(MAX_KEY_METADATA_BYTES)} bytes, ${count(MAX_JSON_DEPTH)} levels`,
        "invalid_input",
        "Store large data in your own database.",
      ),
      row(
        "calls with an API key",
        "up to 4 windows, set per key",
        "rate_limited",
        "Wait for `Retry-After`: see [API keys](api-keys.md#rate-limits).",
      ),
      row("quota of a customer's key", "set per key", null, "`apiKeys.verify` returns `quota_exceeded`."),
    ],
  },
  {
    title: "Rate limits",
    before: [
      "Calls beyond a rate limit return `rate_limited` with `Retry-After`. [Sign-in](sign-in.md#rate-limits) lists the counters. Plans",
      "limit calls per minute, users and tuples: see [Tenants](tenants.md#plans).",
    ],
    rows: [],
  },
  {
    title: "Tenants, logs and emails",
    rows: [
      row("depth of the tenant tree", `${count(MAX_LEVELS)} levels`, "parent_invalid", "Choose another parent."),
      row(
        "events stored for streams",
        `${count(MAX_STORED_EVENTS)}, ${RETENTION_MS / DAY_MS} days`,
        "event_not_found",
        "Read older events with `audit.list`.",
      ),
      row("events per file of `audit.export`", count(MAX_EVENTS_PER_FILE), null, "Follow `nextCursor`."),
      row("events per call of `audit.verify`", count(MAX_EVENTS_PER_CALL), null, "Follow `nextCursor`."),
      row("webhooks of a tenant", count(MAX_WEBHOOKS), "webhook_limit_reached", "Delete one that isn't needed."),
      row("attempts of a delivery to a webhook", `${count(MAX_ATTEMPTS)}, in 3 days`, null, "Use `webhooks.replay`."),
      row("unfinished deliveries of a webhook", count(MAX_UNFINISHED), null, "Enable it, then use `webhooks.replay`."),
      row("period of dashboard figures", `${count(MAX_DAYS)} days`, "invalid_input", "Request shorter periods."),
      row(
        "email template: subject; text; HTML",
        `${count(MAX_CHARACTERS.subject)}; ${count(MAX_CHARACTERS.text)}; ${count(MAX_CHARACTERS.html)} characters`,
        "invalid_input",
        "Shorten the template.",
      ),
    ],
  },
];
