import { placeholdersIn } from "./template.ts";

/** What mail is made of. Scripts, forms and frames have no place in it. */
const TAGS = new Set(
  (
    "a abbr b blockquote body br center code dd div dl dt em font footer h1 h2 h3 h4 h5 h6 head header hr html i img li " +
    "main meta ol p pre s section small span strong style sub sup table tbody td tfoot th thead title tr u ul"
  ).split(" "),
);

const ATTRIBUTES =
  /^(?:align|alt|bgcolor|border|cellpadding|cellspacing|charset|class|color|colspan|content|dir|face|height|href|id|lang|media|name|rel|role|rowspan|size|src|style|target|title|type|valign|width|xmlns(?::[vo])?|aria-[a-z]+)$/;

/** Attributes whose values are shown and nothing else, so that a placeholder may be part of them. */
const SHOWN = new Set(["alt", "title", "aria-label"]);

const ATTRIBUTE = /\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;
const TAG = /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/y;

/** A comment may end as soon as it begins, and in more than one way (HTML Living Standard §13.2.5.43 to 51). */
const END_OF_COMMENT = /--!?>/g;
/** What follows is looked at as a tag like others. */
const END_OF_STYLE = /<\/style/gi;

/**
 * What is wrong with the markup of an HTML template: it has to be plain enough that every placeholder is known to stand
 * in text, in an attribute that is shown, or alone in a link, where escaping is all that it takes.
 */
export function checkMarkup(html: string): string[] {
  const problems: string[] = [];
  let position = html.indexOf("<");
  while (position !== -1) {
    const end = checkPiece(html, position, problems);
    if (end === undefined) {
      const line = html.slice(0, position).split("\n").length;
      problems.push(`Line ${line}: what begins with < is no tag with quoted attributes, nor a comment that ends.`);
      break;
    }
    position = html.indexOf("<", end);
  }
  return [...new Set(problems)];
}

/** Checks what begins at the `<`. Where it ends; undefined where that cannot be said. */
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
  if (!TAGS.has(tag)) problems.push(`<${tag}> is not taken.`);
  checkAttributes(tag, attributes, problems);
  const end = start + whole.length;
  return tag === "style" && slash === "" ? checkOpaque(html, end, END_OF_STYLE, problems) : end;
}

/** What is no text: comments and style sheets. */
function checkOpaque(html: string, start: number, closing: RegExp, problems: string[]): number | undefined {
  closing.lastIndex = start;
  const match = closing.exec(html);
  if (match === null) return undefined;
  if (placeholdersIn(html.slice(start, match.index)).length > 0) {
    problems.push("No placeholder may stand in a comment or <style>.");
  }
  return closing === END_OF_COMMENT ? closing.lastIndex : match.index;
}

function checkAttributes(tag: string, text: string, problems: string[]): void {
  for (const [, written = "", double, single] of text.matchAll(ATTRIBUTE)) {
    const name = written.toLowerCase();
    const value = (double ?? single ?? "").trim();
    if (!ATTRIBUTES.test(name)) problems.push(`The attribute ${name} is not taken.`);
    if (name === "href" && /^\{\{\s*link\s*\}\}$/.test(value)) continue;
    if (placeholdersIn(value).length > 0 && !SHOWN.has(name)) {
      problems.push(`No placeholder may stand in ${name}, except {{link}} as the whole of an href.`);
    } else if (name === "href" && !/^(?:https?:|mailto:|#)/i.test(value)) {
      problems.push("A link leads to https:, http: or mailto:.");
    } else if (name === "src" && !/^https:/i.test(value)) {
      problems.push(`The src of <${tag}> begins with https:.`);
    }
  }
}
