import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Project } from "./project.ts";

/** Quick info of an editor. */
export interface EditorHelp {
  /** The signature. */
  readonly signature: string;
  /** The text below it. */
  readonly text: string;
  /** Tags by name, such as `param`, `returns`, `throws`, `example` and `see`. */
  readonly tags: ReadonlyMap<string, string>;
}

const FILE = "editor.ts";

/**
 * Asks the TypeScript language service, as editors do, what to show at a `|` in a program that uses the installed SDK. Throws if it
 * shows nothing.
 */
export function editorHelp({ folder }: Project, program: string): EditorHelp {
  const position = program.indexOf("|");
  const file = join(folder, FILE);
  writeFileSync(file, program.replace("|", ""));
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) =>
      ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(readFileSync(name, "utf8")) : undefined,
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => ({
      strict: true,
      module: ts.ModuleKind.Preserve,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
      types: [],
    }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
  });
  const info = service.getQuickInfoAtPosition(file, position);
  service.dispose();
  if (info === undefined) throw new Error(`An editor shows nothing at | in: ${program}`);
  const tags = (info.tags ?? []).map(({ name, text }) => [name, ts.displayPartsToString(text)] as const);
  const byName = Map.groupBy(tags, ([name]) => name);
  return {
    signature: ts.displayPartsToString(info.displayParts),
    text: ts.displayPartsToString(info.documentation),
    tags: new Map([...byName].map(([name, all]) => [name, all.map(([, text]) => text).join("\n")])),
  };
}
