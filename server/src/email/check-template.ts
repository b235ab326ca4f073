import type { EmailKind } from "./email.ts";
import { placeholdersOf } from "./email-kinds.ts";
import { checkMarkup } from "./html-template.ts";
import { hasLooseBraces, placeholdersIn, type Template, type TemplatePart } from "./template.ts";

export interface TemplateProblem {
  readonly part: TemplatePart;
  readonly message: string;
}

/** Maximum length of each part in characters. Gmail cuts HTML at 102 KB. */
export const MAX_CHARACTERS: Readonly<Record<TemplatePart, number>> = { subject: 200, text: 20_000, html: 100_000 };

/** Control characters except line ends and tabs, which only a subject may not contain. */
const CONTROL = /[^\P{Cc}\t\n\r]|[\u2028\u2029]/u;

/** Problems that make these parts unusable as a template of this kind of email. */
export function checkTemplate(kind: EmailKind, parts: Partial<Template>): TemplateProblem[] {
  const { subject, text, html } = parts;
  const of = (part: TemplatePart, messages: string[]) => messages.map((message) => ({ part, message }));
  return [
    ...(subject === undefined ? [] : of("subject", checkSubject(kind, subject))),
    ...(text === undefined ? [] : of("text", checkBody(kind, text))),
    ...(html === undefined ? [] : of("html", [...checkBody(kind, html), ...checkMarkup(html)])),
  ];
}

function checkSubject(kind: EmailKind, subject: string): string[] {
  // Lock screens and mail logs show subjects, so they may contain no secret.
  const problems = checkText(subject, placeholdersOf(kind).values);
  return /[\r\n\t]/.test(subject) ? [...problems, "The subject must be one line."] : problems;
}

function checkBody(kind: EmailKind, body: string): string[] {
  const { values, secrets } = placeholdersOf(kind);
  const problems = checkText(body, [...values, ...secrets]);
  const present = placeholdersIn(body);
  if (secrets.length > 0 && !secrets.some((name) => present.includes(name))) {
    problems.push(`The template must contain ${secrets.map((name) => `{{${name}}}`).join(" or ")}.`);
  }
  return problems;
}

function checkText(text: string, allowed: readonly string[]): string[] {
  const unknown = [...new Set(placeholdersIn(text))].filter((name) => !allowed.includes(name));
  const list = allowed.map((name) => `{{${name}}}`).join(", ");
  return [
    ...(text.trim() === "" ? ["The template is empty."] : []),
    ...(CONTROL.test(text) || !text.isWellFormed() ? ["The template contains invalid characters."] : []),
    ...(hasLooseBraces(text) ? ["Write placeholders as {{name}}; a {{ without a name and }} is invalid."] : []),
    ...unknown.map((name) => `{{${name}}} can't be used here; allowed: ${list}.`),
  ];
}
