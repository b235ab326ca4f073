import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { filesOf, LAYERS, layerRules, UNLAYERED } from "./server-layers.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** A folder of a layer, and its number of files. */
export interface FolderCount {
  readonly folder: string;
  readonly files: number;
}

export interface Layering {
  readonly layers: readonly { readonly name: string; readonly folders: readonly FolderCount[] }[];
  /** Upward imports, and files in no layer. */
  readonly problems: readonly string[];
}

/** Sorts the files of server/src below a folder into layers, and finds upward imports. */
export async function readLayers(baseDir = ROOT): Promise<Layering> {
  const { output } = await cruise(["server/src"], {
    baseDir,
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: UNLAYERED },
    validate: true,
    ruleSet: { forbidden: layerRules() },
  });
  const { modules, summary } = output as ICruiseResult;
  const sources = modules.map(({ source }) => source).filter((source) => source.startsWith("server/src/"));
  const isOf = (folder: string) => {
    const { path, pathNot } = filesOf(folder);
    return (source: string) => new RegExp(path).test(source) && !new RegExp(pathNot).test(source);
  };
  const layers = LAYERS.map(({ name, folders }) => ({
    name,
    folders: folders.map((folder) => ({ folder, files: sources.filter(isOf(folder)).length })),
  }));
  const upward = summary.violations.map(({ from, to }) => `${from} imports ${to}`);
  const lost = sources.filter(
    (source) => !LAYERS.some(({ folders }) => folders.some((folder) => isOf(folder)(source))),
  );
  return { layers, problems: [...new Set(upward), ...lost.map((source) => `${source} is in no layer`)] };
}

if (import.meta.main) {
  const { layers, problems } = await readLayers();
  // From the top down.
  for (const { name, folders } of layers.toReversed()) {
    console.log(name);
    for (const { folder, files } of folders.toReversed())
      console.log(`  ${folder.padEnd(18)}${`${files}`.padStart(4)}`);
  }
  for (const problem of problems) console.error(`upward: ${problem}`);
  console.log(problems.length === 0 ? "Imports go down only." : `${problems.length} imports do not go down.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
