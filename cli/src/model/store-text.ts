import type { ModelVersion } from "@cf-auth/client";
import { textOfDefinition } from "@cf-auth/model-language";
import { definitionOfText } from "./check-model.ts";

/** Characters that a block of YAML can have as they are (YAML 1.2 §5.1), without those that it takes for the end of a line. */
const PRINTABLE = /^[\t\n\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/**
 * The model of a store file in YAML. A store has one text in the modelling language: modules become one file, and JSON is
 * written as text.
 */
export function modelYaml(model: ModelVersion["model"]): string {
  const isText = typeof model === "string" && !/^[\s\ufeff]*\{/.test(model);
  const text = (isText ? model : textOfDefinition(definitionOfText(model))).replace(/^\ufeff/, "");
  const lines = text.replaceAll("\r\n", "\n");
  // A block takes its indentation from its first line.
  if (!PRINTABLE.test(lines) || /^\s/.test(lines)) return `model: ${JSON.stringify(lines)}\n`;
  const body = lines.replace(/\n+$/, "");
  const ends = lines.length - body.length;
  const chomping = ends === 1 ? "" : ends === 0 ? "-" : "+";
  return `model: |${chomping}\n${body.replaceAll(/^(?=.)/gm, "  ")}${"\n".repeat(Math.max(ends, 1))}`;
}

/** The tuples of a store file in YAML, of the canonical YAML of an export. */
export function tuplesYaml(tuples: string): string {
  return tuples === "[]\n" ? "tuples: []\n" : `tuples:\n${tuples.replaceAll(/^(?=.)/gm, "  ")}`;
}
