import { type Output, report } from "../conformance.ts";
import { readSuite } from "../formats/file.ts";
import { OpenFgaApi } from "./openfga-api.ts";
import { runStagesOverHttp } from "./run-over-http.ts";

const USAGE = "Usage: npm run conformance -- --http URL KEY FILE… , where KEY is the variable that has the secret key.";

/** Runs the files through OpenFGA's HTTP API at a URL, and returns the exit code. */
export async function conformanceOverHttp(
  [url, variable, ...files]: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  output: Output,
): Promise<number> {
  const key = variable === undefined ? undefined : environment[variable];
  if (url === undefined || !URL.canParse(url) || key === undefined || files.length === 0) {
    // The argument is not repeated: it may be the key itself.
    if (url !== undefined && key === undefined) output.err("The second argument is no variable of the environment.");
    output.err(USAGE);
    return 1;
  }
  const api = new OpenFgaApi(url, key);
  try {
    await api.open();
  } catch (error) {
    output.err(`${url}: ${error instanceof Error ? error.message : error}`);
    return 1;
  }
  const runs = [];
  for (const file of files) {
    try {
      runs.push({ file, summary: await runStagesOverHttp(readSuite(file), api) });
    } catch (error) {
      runs.push({ file, problem: error instanceof Error ? error.message : `${error}` });
    }
  }
  return report(runs, output);
}
