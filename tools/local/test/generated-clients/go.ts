import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const GENERATOR = "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen";

/** Go on this machine, if there is one. */
export const GO = ["go", "/usr/local/go/bin/go"].find(hasModules);

if (GO === undefined) {
  console.warn("No client for Go is generated: there is no Go here, or its modules can't be downloaded.");
}

/** Generates a client into the folder, and builds it with the program there. Versions are those of its `go.mod`. */
export async function buildGoClient(folder: string, document: string): Promise<string> {
  const go = async (...args: string[]) => await run(GO ?? "", args, { cwd: folder });
  const client = join(folder, "client.gen.go");
  await go("tool", GENERATOR, "-generate", "types,client", "-package", "main", "-o", client, document);
  // Without the path of this folder, which is temporary, a client that has not changed is compiled once.
  const program = join(folder, "calls");
  await go("build", "-trimpath", "-o", program, ".");
  return program;
}

/** Whether a Go can be run, and has the modules or can download them. */
function hasModules(command: string): boolean {
  try {
    execFileSync(command, ["mod", "download"], { cwd: join(import.meta.dirname, "go"), stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
