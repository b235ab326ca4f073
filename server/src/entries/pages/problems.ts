import { AppError } from "../../shared/errors/app-error.ts";
import type { ErrorCode } from "../../shared/errors/catalog.ts";
import type { PageTexts } from "../../shared/texts/page-texts.ts";

/** Errors that lead back to a page, which shows them: of identity providers, and of what the account page leads to. */
export const RETURNED = [
  "provider_not_found",
  "provider_unavailable",
  "provider_cancelled",
  "provider_error",
  "provider_response_invalid",
  "provider_flow_invalid",
  "provider_email_unverified",
  "provider_email_not_allowed",
  "provider_groups_not_synced",
  "identity_not_linked",
  "identity_taken",
  "code_exchange_refused",
  "enterprise_sign_in_required",
  "reauthentication_required",
  "registration_closed",
  "plan_limit_exceeded",
  "user_banned",
  "password_reset_required",
  "email_unverified",
  "rate_limited",
  "internal_error",
] as const satisfies readonly ErrorCode[];

/** A page's path with the code of an error that it shows. */
export function withProblem(path: string, code: string): string {
  return `${path}?${new URLSearchParams({ error: code })}`;
}

/** The error in a page's query that it shows; undefined without one. Any other code is one that nothing is known of. */
export function returnedError({ searchParams }: URL): AppError | undefined {
  const code = searchParams.get("error");
  if (code === null) return undefined;
  return new AppError(RETURNED.find((one) => one === code) ?? "internal_error");
}

/** What went wrong and what to do, for the person at the page. */
export function problemOf({ code, details }: AppError, { problems }: PageTexts): string {
  switch (code) {
    case "weak_password":
      return weakPassword(details, problems.weak);
    case "invalid_input":
      return invalidInput(details, problems);
    case "code_invalid":
      return problems.factor_invalid;
    case "busy":
      return problems.rate_limited;
    case "internal_error":
      return problems.internal;
    default: {
      const known: unknown = Object.hasOwn(problems, code) ? Reflect.get(problems, code) : undefined;
      return typeof known === "string" ? known : problems.internal;
    }
  }
}

function weakPassword({ rule, minLength }: AppError["details"], weak: PageTexts["problems"]["weak"]): string {
  if (rule === "length") return weak.length(Number(minLength));
  if (rule === "repetition") return weak.repetition;
  if (rule === "common") return weak.common;
  return rule === "context" ? weak.context : weak.other;
}

function invalidInput({ issues }: AppError["details"], problems: PageTexts["problems"]): string {
  const paths = Array.isArray(issues) ? issues.map((issue) => String(Object(issue).path)) : [];
  if (paths.some((path) => /email$/i.test(path))) return problems.invalid_email;
  if (paths.some((path) => /password$/i.test(path))) return problems.passwordTooLong;
  return paths.includes("name") ? problems.name : problems.input;
}
