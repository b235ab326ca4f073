import { escapeMarkup } from "../shared/html/markup.ts";

/** The text of a letter, with `{{placeholders}}` for what differs from one to the next. */
export interface Template {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type TemplatePart = keyof Template;

/** What stands for the placeholders. */
export type Values = Readonly<Record<string, string>>;

const PLACEHOLDER = /\{\{\s*([A-Za-z]+)\s*\}\}/g;

/**
 * Control characters and line ends, with which a value could begin a header or a paragraph of its own; and what turns
 * the direction of writing, with which it could seem to be another.
 */
const UNRULY = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

const SUBJECT_LENGTH = 500;

/** The names of the placeholders in a text, in order. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/** Whether braces are opened that begin no placeholder. */
export function hasLooseBraces(text: string): boolean {
  return text.replaceAll(PLACEHOLDER, "").includes("{{");
}

/** Puts the values in. A value is one line of plain text; in HTML it is escaped. */
export function render({ subject, text, html }: Template, values: Values): Template {
  return {
    subject: [...fill(subject, values, oneLine)].slice(0, SUBJECT_LENGTH).join(""),
    text: fill(text, values, oneLine),
    html: fill(html, values, escapeHtml),
  };
}

function fill(text: string, values: Values, encode: (value: string) => string): string {
  return text.replaceAll(PLACEHOLDER, (_, name: string) =>
    encode(Object.hasOwn(values, name) ? `${values[name]}` : ""),
  );
}

/** A value as one line of well-formed text. */
export function oneLine(value: string): string {
  return value.toWellFormed().replaceAll(UNRULY, " ").trim();
}

/** For text and for quoted attributes, where checked templates have their placeholders. */
function escapeHtml(value: string): string {
  return escapeMarkup(oneLine(value));
}
