import type { LetterKind } from "./email.ts";
import { placeholdersOf } from "./email-kinds.ts";
import { checkMarkup } from "./html-template.ts";
import { hasLooseBraces, placeholdersIn, type Template, type TemplatePart } from "./template.ts";

export interface TemplateProblem {
  readonly part: TemplatePart;
  readonly message: string;
}

/** In characters. Gmail cuts HTML at 102 KB. */
export const MAXIMUM_CHARACTERS: Readonly<Record<TemplatePart, number>> = { subject: 200, text: 20_000, html: 100_000 };

/** All but line ends and tabs, which only a subject may not have. */
const CONTROL = /[^\P{Cc}\t\n\r]|[\u2028\u2029]/u;

/** What keeps the given parts from being the text of letters of this kind. */
export function checkTemplate(kind: LetterKind, parts: Partial<Template>): TemplateProblem[] {
  const { subject, text, html } = parts;
  const of = (part: TemplatePart, messages: string[]) => messages.map((message) => ({ part, message }));
  return [
    ...(subject === undefined ? [] : of("subject", checkSubject(kind, subject))),
    ...(text === undefined ? [] : of("text", checkBody(kind, text))),
    ...(html === undefined ? [] : of("html", [...checkBody(kind, html), ...checkMarkup(html)])),
  ];
}

function checkSubject(kind: LetterKind, subject: string): string[] {
  // Subjects are shown on locked screens and kept in logs of mail, so that they tell no secret.
  const problems = checkText(subject, placeholdersOf(kind).values);
  return /[\r\n\t]/.test(subject) ? [...problems, "A subject is one line."] : problems;
}

function checkBody(kind: LetterKind, body: string): string[] {
  const { values, secrets } = placeholdersOf(kind);
  const problems = checkText(body, [...values, ...secrets]);
  const found = placeholdersIn(body);
  if (secrets.length > 0 && !secrets.some((name) => found.includes(name))) {
    problems.push(`Without ${secrets.map((name) => `{{${name}}}`).join(" or ")} the letter is of no use.`);
  }
  return problems;
}

function checkText(text: string, allowed: readonly string[]): string[] {
  const unknown = [...new Set(placeholdersIn(text))].filter((name) => !allowed.includes(name));
  const list = allowed.map((name) => `{{${name}}}`).join(", ");
  return [
    ...(text.trim() === "" ? ["It is empty."] : []),
    ...(CONTROL.test(text) || !text.isWellFormed() ? ["It has characters that are no text."] : []),
    ...(hasLooseBraces(text) ? ["After {{ comes the name of a placeholder, and }}."] : []),
    ...unknown.map((name) => `{{${name}}} can't be used here; allowed: ${list}.`),
  ];
}
