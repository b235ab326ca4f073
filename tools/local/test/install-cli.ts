import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { npm } from "../src/run.ts";

/** Installs the packed command line into an empty folder, without the network. */
export async function installCli(folder: string): Promise<void> {
  writeFileSync(join(folder, "package.json"), "{}");
  const options = ["--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  await npm(folder, ["install", ...options, inject("cliTarball")]);
}
