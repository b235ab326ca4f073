import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Finding, findInPage, findInSource, findVagueActions, findWords } from "./rules.ts";

/**
 * `npm run language`: the words and sentences of this repository, read as docs/glossary.md and CONTRIBUTING.md ask for.
 * Prints `file:line: what is wrong` for each finding and fails if there is one. Takes folders or files; everything by default.
 */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CONTRACT = "client-sdk/src/generated/contract.json";
/** Generated from what is read anyway, or the words themselves. */
const LEFT_OUT = /(^|\/)generated\/|^tools\/language\/|^docs\/glossary\.md$|^CHANGELOG\.md$/;

const tracked = execFileSync(
  "git",
  ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...process.argv.slice(2)],
  {
    cwd: ROOT,
    encoding: "utf8",
  },
).split("\0");
const files = tracked.filter((file) => file !== "" && !LEFT_OUT.test(file));

const findings = files.flatMap(find);
if (tracked.includes(CONTRACT)) findings.push(...findVagueActions(CONTRACT, JSON.parse(read(CONTRACT)).errors));
for (const { file, line, message } of findings) console.log(`${file}:${line}: ${message}`);
console.error(
  findings.length === 0
    ? `${files.length} files, nothing found.`
    : `${findings.length} found in ${files.length} files.`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

function find(file: string): Finding[] {
  const path = findWords({ file, line: 1, kind: "path", text: file });
  if (/\.m?ts$|\.mjs$/.test(file)) return [...path, ...findInSource(file, read(file))];
  if (file.endsWith(".md")) return [...path, ...findInPage(file, read(file))];
  return path;
}

function read(file: string): string {
  return readFileSync(`${ROOT}${file}`, "utf8");
}
