import type { AppError } from "../../shared/errors/app-error.ts";
import type { PageTexts } from "../../shared/texts/page-texts.ts";

/** What went wrong and what to do, for the person at the page. */
export function problemOf({ code, details }: AppError, { problems }: PageTexts): string {
  switch (code) {
    case "weak_password":
      return weakPassword(details, problems.weak);
    case "invalid_input":
      return invalidInput(details, problems);
    case "code_invalid":
      return problems.factor_invalid;
    case "challenge_required":
      return problems.too_many_attempts;
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
