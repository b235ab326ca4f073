import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SDK = "@cf-auth/client";
const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));
const PROGRAMS = fileURLToPath(new URL("programs/", import.meta.url));

/** Where programs seem to lie; nothing is there. */
const FOLDER = "/programs/";

/** Sources by their name; those of one folder import each other. */
export type Sources = Readonly<Record<string, string>>;

export interface Complaint {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export interface Compiled {
  readonly complaints: readonly Complaint[];
  readonly instantiations: number;
}

/** The programs beside this file. */
export function readPrograms(): Sources {
  return Object.fromEntries(readdirSync(PROGRAMS).map((name) => [name, readFileSync(`${PROGRAMS}${name}`, "utf8")]));
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** Compiles sources that lie nowhere, with the package's own declarations as they ship. */
export function compile(sources: Sources, options: ts.CompilerOptions = { strict: true }): Compiled {
  const settings: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2024,
    lib: ["lib.es2024.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    ...options,
  };
  const texts = new Map(Object.entries(sources).map(([name, text]) => [`${FOLDER}${name}`, text]));
  const host = ts.createCompilerHost(settings);
  const fromDisk = host.getSourceFile;
  host.getSourceFile = (name, version) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, version);
    // The libraries are the same in each program, and take longer to read than a program to compile.
    if (!parsed.has(name)) parsed.set(name, fromDisk.call(host, name, version));
    return parsed.get(name);
  };
  host.fileExists = (name) => texts.has(name) || ts.sys.fileExists(name);
  host.resolveModuleNameLiterals = (imports, importer) => imports.map(({ text }) => resolve(text, importer, settings));
  const program = ts.createProgram({ rootNames: [...texts.keys()], options: settings, host });
  const complaints = ts.getPreEmitDiagnostics(program).map(complaintOf);
  return { complaints, instantiations: program.getInstantiationCount() };
}

function resolve(
  name: string,
  importer: string,
  options: ts.CompilerOptions,
): ts.ResolvedModuleWithFailedLookupLocations {
  if (!importer.startsWith(FOLDER)) return ts.resolveModuleName(name, importer, options, ts.sys);
  const isSdk = name.startsWith(SDK);
  const entry = name.slice(SDK.length + 1) || "index";
  const resolvedFileName = isSdk ? join(DIST, `${entry}.d.ts`) : new URL(name, `file://${importer}`).pathname;
  const extension = isSdk ? ts.Extension.Dts : ts.Extension.Ts;
  return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: isSdk } };
}

function complaintOf({ file, start = 0, messageText }: ts.Diagnostic): Complaint {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
  return { file: file?.fileName.replace(FOLDER, "") ?? "", line, message };
}

/** What a source says the compiler should complain about: each on the line below its comments. */
export function expectedIn(file: string, source: string): Complaint[] {
  const lines = source.split("\n");
  return lines.flatMap((text, i) => {
    const message = /^\s*\/\/ error: (.*)$/.exec(text)?.[1];
    if (message === undefined) return [];
    const below = lines.findIndex((other, j) => j > i && !/^\s*\/\/ error: /.test(other));
    return [{ file, line: below + 1, message }];
  });
}
