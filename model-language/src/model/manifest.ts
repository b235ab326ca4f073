import { transformModFileToJSON } from "@openfga/syntax-transformer/dist/transformer/modules/mod-to-json.js";
import { MAX_MANIFEST_BYTES } from "../limits.ts";
import { BEGINNING, invalidModel, type ModelProblem, type Position } from "./problems.ts";
import { withoutMark } from "./source.ts";

/** A file of a modular model: `fga.mod`, or a module. */
export interface ModuleFile {
  /** Name in `fga.mod`, with `/` between folders. */
  readonly name: string;
  readonly contents: string;
}

const MANIFEST = "fga.mod";
/** Nesting of lists and maps: a manifest needs one level. */
const MAX_YAML_NESTING = 10;

/**
 * Selects the modules that the manifest lists, in its order, with a warning for each other file. Throws
 * `invalid_model`.
 */
export function selectModules(files: readonly ModuleFile[]): { modules: ModuleFile[]; warnings: ModelProblem[] } {
  const contentsOf = new Map(files.map(({ name, contents }) => [name, contents]));
  const manifest = contentsOf.get(MANIFEST);
  if (manifest === undefined) {
    throw invalidModel([{ ...BEGINNING, message: `there is no ${MANIFEST} among the files`, file: MANIFEST }]);
  }
  const problems = problemsOfFiles(files);
  const modules: ModuleFile[] = [];
  const listed = new Set([MANIFEST]);
  for (const { name, ...position } of parseManifest(manifest)) {
    const contents = contentsOf.get(name);
    if (listed.has(name)) problems.push({ ...position, message: `${name} is listed twice`, file: MANIFEST });
    else if (contents !== undefined) modules.push({ name, contents });
    else problems.push({ ...position, message: `there is no file ${name} among the files`, file: MANIFEST });
    listed.add(name);
  }
  if (problems.length > 0) throw invalidModel(problems);
  const unlisted = files.filter(({ name }) => !listed.has(name));
  return { modules, warnings: unlisted.map(({ name }) => unlistedWarning(name)) };
}

/** Parses an `fga.mod`: the files that it lists, each with its position. Throws `invalid_model`. */
export function parseManifest(manifest: string): (Position & { readonly name: string })[] {
  const text = withoutMark(manifest);
  requireShallow(text);
  try {
    return transformModFileToJSON(text).contents.value.map(({ value: name, line, column }) => {
      return { name, line: line.start + 1, column: column.start + 1 };
    });
  } catch (error) {
    if (!(error instanceof Error && "errors" in error && Array.isArray(error.errors))) throw error;
    throw invalidModel(error.errors.map(toProblem));
  }
}

function unlistedWarning(name: string): ModelProblem {
  return { ...BEGINNING, file: name, message: `${MANIFEST} does not list ${name}: the file is ignored` };
}

function problemsOfFiles(files: readonly ModuleFile[]): ModelProblem[] {
  const seen = new Set<string>();
  return files
    .filter(({ name }) => seen.size === seen.add(name).size)
    .map(({ name }) => ({ ...BEGINNING, file: name, message: `there are two files called ${name}` }));
}

/** Refuses manifests that would take the YAML parser too long or overflow its stack. */
function requireShallow(manifest: string): void {
  const bytes = new TextEncoder().encode(manifest).length;
  const refuse = (message: string) => invalidModel([{ ...BEGINNING, message, file: MANIFEST }]);
  if (bytes > MAX_MANIFEST_BYTES) throw refuse(`the file has ${bytes} bytes, more than ${MAX_MANIFEST_BYTES}`);
  const indents = manifest.split("\n").map((line) => line.search(/[^ ]|$/));
  const nested = (manifest.match(/[[{]|[-?:](?=[ \t]+[-?:])/g)?.length ?? 0) + new Set(indents).size;
  if (nested > MAX_YAML_NESTING) throw refuse("write a list of files, one a line");
}

/**
 * Converts an error of the library, which counts positions from 0. YAML's own errors have them in the message, from
 * 1.
 */
function toProblem(error: LibraryError): ModelProblem {
  const position = { line: (error.line?.start ?? 0) + 1, column: (error.column?.start ?? 0) + 1 };
  const [, said = "", line, column] = /^(.*) at line (\d+), column (\d+)/.exec(error.msg ?? error.message) ?? [];
  if (said !== "") return { line: Number(line), column: Number(column), message: said, file: MANIFEST };
  return { ...position, message: error.msg ?? error.message, file: MANIFEST };
}

interface LibraryError {
  readonly message: string;
  readonly msg?: string;
  readonly line?: { readonly start: number };
  readonly column?: { readonly start: number };
}
