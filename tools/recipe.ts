import { join } from "node:path";
import ts from "typescript";

/** A code block of a recipe: a new file, or lines to insert above a line of an existing one. */
export interface Step {
  readonly file: string;
  /** The beginning of the line above which the code goes; undefined for a new file. */
  readonly above: string | undefined;
  readonly code: string;
}

/** The first line of a block: `// path/to/file.ts` or `// path/to/file.ts, above: start of a line`. */
const HEAD = /^\/\/ ([\w./-]+)(?:, above: (.+))?$/;

/** Code blocks below a heading of a Markdown page, in order. Throws for a block whose first line names no file. */
export function readRecipe(page: string, heading: string): Step[] {
  const [, after] = page.split(`\n${heading}\n`);
  if (after === undefined) throw new Error(`There is no heading "${heading}".`);
  const [section = ""] = after.split(/^## /m);
  return [...section.matchAll(/^( *)```ts\n(.*?)^ *```$/gms)].map(([, indent = "", block = ""]) => {
    const [head = "", ...lines] = block.split("\n").map((line) => line.replace(indent, ""));
    const [, file, above] = HEAD.exec(head) ?? [];
    if (file === undefined) throw new Error(`"${head}" names no file: begin the block with // path/to/file.ts.`);
    return { file, above, code: lines.join("\n") };
  });
}

/** A file with code inserted above its only line that begins with `above`. */
export function insertAbove(text: string, above: string, code: string): string {
  const lines = text.split("\n");
  const found = lines.flatMap((line, at) => (line.trimStart().startsWith(above) ? [at] : []));
  const [at] = found;
  if (at === undefined || found.length > 1) throw new Error(`${found.length} lines begin with "${above}"; expected 1.`);
  return [...lines.slice(0, at), code.replace(/\n$/, ""), ...lines.slice(at)].join("\n");
}

/**
 * Type errors in some files of a package, as `tsc` prints them. Files that they import are read, but not checked, which is
 * several times faster than `tsc -b`.
 */
export function findTypeErrors(folder: string, files: readonly string[]): string[] {
  const config = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder);
  const declarations = fileNames.filter((name) => name.endsWith(".d.ts"));
  const program = ts.createProgram([...files, ...declarations], { ...options, noEmit: true, composite: false });
  const errors = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    if (source === undefined) return [`${file} does not exist.`];
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((error) => {
      const line = source.getLineAndCharacterOfPosition(error.start ?? 0).line + 1;
      return `${file}:${line}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`;
    });
  });
  return [...program.getOptionsDiagnostics().map(({ messageText }) => `${messageText}`), ...errors];
}
