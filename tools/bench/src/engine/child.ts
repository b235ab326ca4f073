import { measureChecks } from "./checks.ts";
import { makeDataset } from "./dataset.ts";
import { measureLists } from "./lists.ts";
import { measureEncode, measureLoad } from "./load.ts";

/**
 * `node --expose-gc child.ts '{…}'`: does one piece of work in a process of its own and prints what came of it as
 * JSON, so that no measurement inherits another's heap or compiled code.
 */
export type Job = Parameters<typeof run>[0];

async function run(
  job:
    | { readonly do: "dataset"; readonly tuples: number; readonly folder: string }
    | { readonly do: "checks" | "lists"; readonly dataset: Parameters<typeof measureChecks>[0] }
    | { readonly do: "load"; readonly of: Parameters<typeof measureLoad> }
    | { readonly do: "encode"; readonly of: Parameters<typeof measureEncode> },
): Promise<unknown> {
  switch (job.do) {
    case "dataset":
      return makeDataset(job.tuples, job.folder);
    case "checks":
      return measureChecks(job.dataset);
    case "lists":
      return measureLists(job.dataset);
    case "load":
      return measureLoad(...job.of);
    case "encode":
      return measureEncode(...job.of);
  }
}

console.log(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "{}"))));
