import { placeholdersIn } from "./template.ts";

/** Allowed tags: no scripts, forms or frames. */
const TAGS = new Set(
  (
    "a abbr b blockquote body br center code dd div dl dt em font footer h1 h2 h3 h4 h5 h6 head header hr html i img li " +
    "main meta ol p pre s section small span strong style sub sup table tbody td tfoot th thead title tr u ul"
  ).split(" "),
);

const ATTRIBUTES =
  /^(?:align|alt|bgcolor|border|cellpadding|cellspacing|charset|class|color|colspan|content|dir|face|height|href|id|lang|media|name|rel|role|rowspan|size|src|style|target|title|type|valign|width|xmlns(?::[vo])?|aria-[a-z]+)$/;

/** Attributes whose values are only displayed, so that they may contain placeholders. */
const TEXT_ATTRIBUTES = new Set(["alt", "title", "aria-label"]);

const ATTRIBUTE = /\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/y;

/** A comment may end as soon as it begins, and in more than one way (HTML Living Standard §13.2.5.43 to 51). */
const END_OF_COMMENT = /--!?>/g;
/** The end tag itself is checked like any other tag. */
const END_OF_STYLE = /<\/style/gi;

/**
 * Problems in the markup of an HTML template. Placeholders may appear in text, in an attribute that is only displayed, or
 * as a whole link: there, escaping the value is enough.
 */
export function checkMarkup(html: string): string[] {
  const problems: string[] = [];
  let position = html.indexOf("<");
  while (position !== -1) {
    const end = checkPiece(html, position, problems);
    if (end === undefined) {
      const line = html.slice(0, position).split("\n").length;
      problems.push(
        `Line ${line}: the < begins neither a tag with quoted attributes nor a closed comment. Write &lt; for the character.`,
      );
      break;
    }
    position = html.indexOf("<", end);
  }
  return [...new Set(problems)];
}

/** Checks the construct that begins at the `<`. Returns its end; undefined if it has none. */
function checkPiece(html: string, start: number, problems: string[]): number | undefined {
  if (html.startsWith("<!--", start)) return checkOpaque(html, start + 2, END_OF_COMMENT, problems);
  const doctype = /<!doctype [^<>]*>/iy;
  doctype.lastIndex = start;
  if (doctype.test(html)) return doctype.lastIndex;
  TAG.lastIndex = start;
  const match = TAG.exec(html);
  if (match === null) return undefined;
  const [whole, slash, name = "", attributes = ""] = match;
  const tag = name.toLowerCase();
  if (!TAGS.has(tag)) problems.push(`The tag <${tag}> is not allowed.`);
  checkAttributes(tag, attributes, problems);
  const end = start + whole.length;
  return tag === "style" && slash === "" ? checkOpaque(html, end, END_OF_STYLE, problems) : end;
}

/** Checks a comment or a style sheet. */
function checkOpaque(html: string, start: number, closing: RegExp, problems: string[]): number | undefined {
  closing.lastIndex = start;
  const match = closing.exec(html);
  if (match === null) return undefined;
  if (placeholdersIn(html.slice(start, match.index)).length > 0) {
    problems.push("Placeholders are not allowed in comments and <style>.");
  }
  return closing === END_OF_COMMENT ? closing.lastIndex : match.index;
}

function checkAttributes(tag: string, text: string, problems: string[]): void {
  for (const [, written = "", double, single] of text.matchAll(ATTRIBUTE)) {
    const name = written.toLowerCase();
    const value = (double ?? single ?? "").trim();
    if (!ATTRIBUTES.test(name)) problems.push(`The attribute ${name} is not allowed.`);
    if (name === "href" && /^\{\{\s*link\s*\}\}$/.test(value)) continue;
    if (placeholdersIn(value).length > 0 && !TEXT_ATTRIBUTES.has(name)) {
      problems.push(
        `Placeholders are not allowed in ${name}. The only exception is {{link}} as the whole value of href.`,
      );
    } else if (name === "href" && !/^(?:https?:|mailto:|#)/i.test(value)) {
      problems.push("A link must begin with https:, http:, mailto: or #.");
    } else if (name === "src" && !/^https:/i.test(value)) {
      problems.push(`The src of <${tag}> must begin with https:.`);
    }
  }
}
