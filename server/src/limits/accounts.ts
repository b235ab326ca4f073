import { MAX_EXPORTED } from "../accounts/export-account.ts";
import { MAX_KEY_METADATA_BYTES } from "../api-keys/inputs.ts";
import { ACCOUNT_POLICY } from "../attempts/attempt-policy.ts";
import { EVENTS_A_FILE } from "../audit/export.ts";
import { EVENTS_A_CALL } from "../audit/verify.ts";
import { MAX_DAYS } from "../dashboard/period.ts";
import { MAX_CHARACTERS } from "../email/check-template.ts";
import { MAX_STORED_EVENTS, RETENTION_MS } from "../events/event-log.ts";
import { PLACES } from "../passwords/hash-queue.ts";
import { argon2id, bcrypt, pbkdf2 } from "../passwords/hashes/hashers.ts";
import { MAX_PASSWORD_BYTES } from "../passwords/password-policy.ts";
import { MAX_JSON_DEPTH } from "../ports/json.ts";
import { MAX_CLAIMS, MAX_CLAIMS_BYTES } from "../shared/custom-claims.ts";
import { MAX_EMAIL_LENGTH } from "../shared/email.ts";
import { LEVELS } from "../shared/tenant.ts";
import { MAX_METADATA_BYTES } from "../users/administer.ts";
import { MAX_ROWS } from "../users/inputs.ts";
import { MAX_IDS } from "../users/router.ts";
import { MAX_PER_HOUR } from "../verification/statements-store.ts";
import { MAX_CODE_ATTEMPTS } from "../verification/token.ts";
import { count, type LimitSection, row } from "./row.ts";

const DAY_MS = 86_400_000;
const { delaysFrom, challengeFrom, stopFrom } = ACCOUNT_POLICY;
const { limits: argon2Limits } = argon2id(() => Promise.reject(new Error("Only its limits are read.")));

export const ACCOUNTS: readonly LimitSection[] = [
  {
    title: "Users and sign-in",
    rows: [
      row("an email", `${count(MAX_EMAIL_LENGTH)} characters, 64 before the @`, "invalid_input", "Check the address."),
      row("a password", `${count(MAX_PASSWORD_BYTES)} bytes of UTF-8`, "invalid_input", "Shorten it. It is never cut."),
      row("a password, at least", "15 characters; 8 to 64 by setting", "weak_password", "Choose a longer one."),
      row(
        "metadata of a user, as JSON",
        `${count(MAX_METADATA_BYTES)} bytes, ${count(MAX_JSON_DEPTH)} levels`,
        "invalid_input",
        "Keep large data in your database. A merge beyond it is `metadata_too_large`.",
      ),
      row("users in an import", count(MAX_ROWS), "invalid_input", "Import several times."),
      row("ids in `users.getMany`", count(MAX_IDS), "invalid_input", "Ask several times."),
      row(
        "sessions, emails and events in an account's export",
        `${count(MAX_EXPORTED)} each`,
        null,
        "The newest are there, and `complete` is false.",
      ),
      row(
        "custom claims of a tenant",
        `${count(MAX_CLAIMS)}, ${count(MAX_CLAIMS_BYTES)} bytes as JSON`,
        "invalid_input",
        "Keep them short. A user's claims beyond it are left out of the token.",
      ),
      row(
        "failed sign-ins of an account",
        `${count(stopFrom)} in a row`,
        "too_many_attempts",
        `Delays begin at ${delaysFrom}, challenges at ${challengeFrom}: see [Sign-in](sign-in.md#failed-attempts).`,
      ),
      row("attempts at an emailed code", count(MAX_CODE_ATTEMPTS), "code_invalid", "Request another."),
      row(
        "emails of a kind to one address",
        `${count(MAX_PER_HOUR)} in an hour`,
        null,
        "Further requests are silently ignored.",
      ),
      row("passwords checked at once in an isolate", count(PLACES), "busy", "Wait for `retryAfterSeconds`."),
    ],
  },
  {
    title: "Imported password hashes",
    before: [
      "[Operating](operating.md#passwords) lists the forms. A hash beyond its bound is refused when a user is created.",
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
        `${count(pbkdf2.limits.i[0])} to ${count(pbkdf2.limits.i[1])} iterations for each block of 32 bytes`,
        "invalid_password_hash",
        "As above.",
      ),
      row(
        "bcrypt",
        `cost ${bcrypt.limits.cost[0]} to ${bcrypt.limits.cost[1]}; a password of ${bcrypt.longestPassword} bytes`,
        "invalid_password_hash",
        "As above.",
      ),
    ],
  },
  {
    title: "Keys",
    rows: [
      row(
        "metadata of a key, as JSON",
        `${count(MAX_KEY_METADATA_BYTES)} bytes, ${count(MAX_JSON_DEPTH)} levels`,
        "invalid_input",
        "Keep large data in your database.",
      ),
      row(
        "calls with a key",
        "up to 4 windows, as set",
        "rate_limited",
        "Wait for `Retry-After`: see [API keys](api-keys.md#rate-limits).",
      ),
      row("a quota of a customer's key", "as set", null, "`apiKeys.verify` answers `quota_exceeded`."),
    ],
  },
  {
    title: "Rate limits",
    before: [
      "[Sign-in](sign-in.md#rate-limits) says who counts with whom. A refusal is `rate_limited` with `Retry-After`. Plans limit calls a",
      "minute, users and tuples: see [Tenants](tenants.md#plans).",
    ],
    rows: [],
  },
  {
    title: "Tenants, logs and emails",
    rows: [
      row("tenants inside each other", `${count(LEVELS)} levels`, "parent_invalid", "Choose another parent."),
      row(
        "events kept for streams",
        `${count(MAX_STORED_EVENTS)}, ${RETENTION_MS / DAY_MS} days`,
        "event_not_found",
        "Read `audit.list`.",
      ),
      row("events in one file of `audit.export`", count(EVENTS_A_FILE), null, "Follow `nextCursor`."),
      row("events checked in one call of `audit.verify`", count(EVENTS_A_CALL), null, "Follow `nextCursor`."),
      row("days of dashboard figures", count(MAX_DAYS), "invalid_input", "Ask for shorter periods."),
      row(
        "template of an email: subject; text; HTML",
        `${count(MAX_CHARACTERS.subject)}; ${count(MAX_CHARACTERS.text)}; ${count(MAX_CHARACTERS.html)} characters`,
        "invalid_input",
        "Shorten it.",
      ),
    ],
  },
];
