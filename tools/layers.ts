import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { filesOf, LAYERS, layerRules, UNLAYERED } from "./server-layers.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** A folder of a layer, and how many files it has there. */
export interface Place {
  readonly place: string;
  readonly files: number;
}

export interface Layering {
  readonly layers: readonly { readonly name: string; readonly places: readonly Place[] }[];
  /** Imports that go up, and files that stand in no layer. */
  readonly problems: readonly string[];
}

/** Sorts the files of server/src below a folder into layers, and finds what does not fit. */
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
  const isOf = (place: string) => {
    const { path, pathNot } = filesOf(place);
    return (source: string) => new RegExp(path).test(source) && !new RegExp(pathNot).test(source);
  };
  const layers = LAYERS.map(({ name, places }) => ({
    name,
    places: places.map((place) => ({ place, files: sources.filter(isOf(place)).length })),
  }));
  const upward = summary.violations.map(({ from, to }) => `${from} imports ${to}`);
  const lost = sources.filter((source) => !LAYERS.some(({ places }) => places.some((place) => isOf(place)(source))));
  return { layers, problems: [...new Set(upward), ...lost.map((source) => `${source} is in no layer`)] };
}

if (import.meta.main) {
  const { layers, problems } = await readLayers();
  // From the top down, as imports go.
  for (const { name, places } of layers.toReversed()) {
    console.log(name);
    for (const { place, files } of places.toReversed()) console.log(`  ${place.padEnd(18)}${`${files}`.padStart(4)}`);
  }
  for (const problem of problems) console.error(`upward: ${problem}`);
  console.log(problems.length === 0 ? "Imports go down only." : `${problems.length} imports do not go down.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
