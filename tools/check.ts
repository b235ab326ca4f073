import { fileURLToPath } from "node:url";
import { checkSteps } from "./check-steps.ts";
import { RunFolder } from "./run-folder.ts";
import { runSteps } from "./steps.ts";

/** `npm run check`: types, lint, imports and generated files, in at most a minute. `npm run fix` changes what it can. */
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const folder = new RunFolder(ROOT);
try {
  const { passed, failed } = await runSteps(folder, checkSteps(ROOT, folder));
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  folder.remove();
}
