import { escapeMarkup } from "../shared/html/markup.ts";

/** Template of an email, with `{{placeholders}}`. */
export interface Template {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type TemplatePart = keyof Template;

/** Values of the placeholders. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*\}\}/g;

/**
 * Control characters and line ends, with which a value could start a header or a paragraph; and characters that reverse
 * the writing direction, with which it could pose as another value.
 */
const UNSAFE_CHARACTERS = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

const MAX_SUBJECT_CHARACTERS = 500;

/** Lists the names of the placeholders in a text, in order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/** Reports whether the text contains a `{{` that begins no placeholder. */
export function hasLooseBraces(text: string): boolean {
  return text.replaceAll(PLACEHOLDER, "").includes("{{");
}

/** Fills in the values. A value becomes one line of plain text; in HTML it is escaped. */
export function render({ subject, text, html }: Template, values: Values): Template {
  return {
    subject: [...fill(subject, values, oneLine)].slice(0, MAX_SUBJECT_CHARACTERS).join(""),
    text: fill(text, values, oneLine),
    html: fill(html, values, escapeHtml),
  };
}

function fill(text: string, values: Values, encode: (value: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) =>
    encode(Object.hasOwn(values, name) ? `${values[name]}` : ""),
  );
}

/** Converts a value to one line of well-formed text. */
export function oneLine(value: string): string {
  return value.toWellFormed().replaceAll(UNSAFE_CHARACTERS, " ").trim();
}

/** Escapes a value for text and quoted attributes, the only positions of placeholders in checked templates. */
function escapeHtml(value: string): string {
  return escapeMarkup(oneLine(value));
}
