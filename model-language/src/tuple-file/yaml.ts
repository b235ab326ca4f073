import { invalidFile, MAX_PROBLEMS, type RowProblem } from "@cf-auth/engine";
import { jsonOfCanonicalItem } from "./canonical-item.ts";
import { jsonOfItem, MAX_YAML_TOKENS, YamlMistake } from "./yaml-item.ts";

/** Characters of one item: those of the longest context, each as an escape. */
export const MAX_YAML_ITEM = 250_000;

const CODE = "invalid_tuple_file";
/** What may stand before the list. */
const PRELUDE = /^(?:---)?[ \t]*(?:#.*)?$/;
/** The end of a document. What follows would be another one. */
const MARKER = /^(?:---|\.\.\.)(?:\s|$)/;

/**
 * The JSON of a list of tuples in YAML, as the commands of OpenFGA write it. Each item is on its line of the YAML, so that
 * the reader of the JSON reports the line. Items are parsed one by one; yields the work of each in characters, so that the caller
 * may pause. Throws `invalid_tuple_file` with `details.problems`.
 *
 * The list is in block style. A list in brackets is taken for JSON, which YAML 1.2 includes.
 */
export function* jsonOfYaml(text: string): Generator<number, string> {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n/);
  const start = lines.findIndex((line) => !PRELUDE.test(line.trimEnd()));
  const first = lines[start] ?? "";
  if (/^\s*[[{]/.test(first)) return "\n".repeat(start) + lines.slice(start).join("\n");
  const [dash] = /^ *-(?= |\t|$)/.exec(first) ?? [];
  if (dash === undefined) throw refused(start + 1, start < 0 ? "The file is empty." : "The document is not a list.");
  const problems: RowProblem[] = [];
  const output: string[] = [];
  let written = 1;
  for (const { line, item } of itemsOf(lines, start, dash)) {
    yield Math.min(item.length, MAX_YAML_TOKENS);
    try {
      output.push("\n".repeat(line - written), output.length === 0 ? "" : ",", readItem(item));
      written = line;
    } catch (error) {
      if (!(error instanceof YamlMistake)) throw error;
      problems.push({ line: line + error.lines, reason: error.message });
      if (problems.length >= MAX_PROBLEMS) break;
    }
  }
  if (problems.length > 0) throw invalidFile(CODE, problems, problems.length);
  return `[${output.join("")}]`;
}

/** `jsonOfYaml` without pauses. */
export function yamlToJson(text: string): string {
  const work = jsonOfYaml(text);
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}

function readItem(item: string): string {
  if (item.length > MAX_YAML_ITEM) throw new YamlMistake(`The row is longer than ${MAX_YAML_ITEM} characters.`, 0);
  return jsonOfCanonicalItem(item) ?? jsonOfItem(item);
}

/** Items of a list in block style: each begins with a dash in the column of the first (YAML 1.2 §8.2.1). */
function* itemsOf(lines: readonly string[], start: number, dash: string): Generator<{ line: number; item: string }> {
  let begin = start;
  for (let at = start + 1; at <= lines.length; at++) {
    const line = lines[at];
    if (
      line !== undefined &&
      MARKER.test(line) &&
      lines.slice(at).some((rest) => !/^(?:\.\.\.)?\s*(?:#.*)?$/.test(rest))
    ) {
      throw refused(at + 1, "The file has several documents.");
    }
    const isEnd = line === undefined || MARKER.test(line);
    const isItem = line?.startsWith(dash) === true && /^\s?$/.test(line.charAt(dash.length));
    if (!isEnd && !isItem) continue;
    yield { line: begin + 1, item: `${lines.slice(begin, at).join("\n")}\n` };
    if (isEnd) return;
    begin = at;
  }
}

function refused(line: number, reason: string) {
  return invalidFile(CODE, [{ line: Math.max(line, 1), reason }], 1);
}
