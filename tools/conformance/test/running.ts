import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { conformance } from "../src/conformance.ts";

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export function run(...files: string[]): Run {
  const lines = { out: [] as string[], err: [] as string[] };
  const code = conformance(files, { out: (line) => lines.out.push(line), err: (line) => lines.err.push(line) });
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

/** Writes files to a temporary folder and runs the first of them. */
export function runWritten(files: Readonly<Record<string, string>>): Run {
  const folder = mkdtempSync(join(tmpdir(), "conformance-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    return run(
      ...Object.keys(files)
        .slice(0, 1)
        .map((name) => join(folder, name)),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs one file, written as JSON, which is YAML too. */
export function runContent(content: unknown): Run {
  return runWritten({ "file.yaml": JSON.stringify(content) });
}
