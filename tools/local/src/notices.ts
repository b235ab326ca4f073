import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What has to be said of others' code in a bundle: whose it is, and under which terms. Their packages are known by the
 * comments that the bundler leaves before each module.
 */
export function noticesOf(bundle: string, folderOf: (name: string) => string): string {
  const names = packagesIn(bundle);
  if (names.length === 0) throw new Error(`Nothing in ${bundle} says which packages are bundled there.`);
  const notices = names.map((name) => `${"-".repeat(80)}\n${name}\n\n${termsOf(folderOf(name))}\n`);
  return `The files in dist contain code of these packages.\n\n${notices.join("\n")}`;
}

function packagesIn(bundle: string): string[] {
  const scripts = readdirSync(bundle).filter((name) => name.endsWith(".js"));
  const code = scripts.map((name) => readFileSync(join(bundle, name), "utf8")).join("\n");
  const comments = code.matchAll(/^\s*\/\/ .*node_modules\/((?:@[^/]+\/)?[^/]+)\//gm);
  return [...new Set([...comments].map(([, name = ""]) => name))].sort();
}

/** Its licence to the letter, or that licence's name where the package brings no text. */
function termsOf(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e(\.|$)/i.test(name));
  if (file !== undefined) return readFileSync(join(folder, file), "utf8").trim();
  const { license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return `${license}${author === undefined ? "" : `, by ${author.name ?? author}`}`;
}
