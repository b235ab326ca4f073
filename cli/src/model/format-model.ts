/** Levels of a model's lines. */
const INDENTS: readonly (readonly [pattern: RegExp, indent: number])[] = [
  [/^(?:model|module|type|extend type|condition)\b/, 0],
  [/^schema\b/, 2],
  [/^relations\b/, 2],
  [/^define\b/, 4],
];
const CONTINUATION = 6;
const BODY = 2;

/** Starts a part that has a blank line before it, with the comments above it. */
const PART = /^(?:type|extend type|condition)\b/;
/** The lines after these are their contents, so no blank line separates them. */
const OPENING = /^(?:model|module|type|extend type|relations|condition)\b/;

/** A model's text with uniform indentation, spaces and blank lines. Comments stay. Formatting twice changes nothing more. */
export function formatModel(text: string): string {
  const result: string[] = [];
  const comments: string[] = [];
  let isBlankBefore = false;
  let last = "";
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? "").trim();
    if (line === "") {
      isBlankBefore ||= comments.length === 0;
      continue;
    }
    if (line.startsWith("#")) {
      comments.push(line);
      continue;
    }
    const hasBlank = result.length > 0 && (PART.test(line) || (isBlankBefore && !OPENING.test(last)));
    if (hasBlank) result.push("");
    const indent = " ".repeat(indentOf(line));
    result.push(...comments.map((comment) => indent + comment), indent + spaced(line));
    comments.length = 0;
    isBlankBefore = false;
    last = line;
    if (!/^condition\b/.test(line)) continue;
    const end = endOfCondition(lines, i);
    result.push(...bodyOf(lines.slice(i + 1, end)));
    if (end > i) result.push("}");
    i = end;
  }
  return `${[...result, ...comments].join("\n")}\n`;
}

function indentOf(line: string): number {
  return INDENTS.find(([pattern]) => pattern.test(line))?.[1] ?? CONTINUATION;
}

/** The index of the line with the condition's closing brace: this line, if it has one. */
function endOfCondition(lines: readonly string[], start: number): number {
  if (/\}\s*$/.test(lines[start] ?? "")) return start;
  const end = lines.findIndex((line, i) => i > start && line.trim() === "}");
  return end < 0 ? lines.length : end;
}

/** Lines of an expression, with the same indentation relative to one another. */
function bodyOf(lines: readonly string[]): string[] {
  const filled = lines.filter((line) => line.trim() !== "");
  const common = Math.min(...filled.map((line) => line.length - line.trimStart().length));
  return filled.map((line) => " ".repeat(BODY) + line.slice(common).trimEnd());
}

/** One space between words, none inside brackets. A comment at the end stays as it is. */
function spaced(line: string): string {
  if (/^condition\b/.test(line)) return line;
  const comment = /\s#.*$/.exec(line);
  const code = comment === null ? line : line.slice(0, comment.index);
  const text = code
    .replace(/\s+/g, " ")
    .replace(/^(define [^ :]+) ?: ?/, "$1: ")
    .replace(/([[(]) /g, "$1")
    .replace(/ ([\])])/g, "$1")
    .replace(/ ?, ?/g, ", ")
    .trim();
  return comment === null ? text : `${text}${comment[0].replace(/^\s+/, " ")}`;
}
