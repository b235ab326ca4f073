import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file in a state folder that names the process which uses it. */
const NAME = "lock";

/**
 * Claims a state folder for this process until the returned function is called. The lock of a process that no longer
 * runs is taken over. Throws where another process, or this one, uses the folder already.
 */
export function lockState(state: string): () => void {
  mkdirSync(state, { recursive: true });
  const file = join(state, NAME);
  for (;;) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = read(file);
    if (owner === undefined) continue;
    if (runs(owner)) throw new Error(inUse(state, file, owner));
    removeStale(file, owner);
  }
}

/** Removes a lock by moving it first: of two processes that find it, one gets it, and puts back one that is not stale. */
function removeStale(file: string, owner: string): void {
  const moved = `${file}.${process.pid}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (read(moved) === owner) rmSync(moved, { force: true });
  else renameSync(moved, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Whether a process runs, of any user. A malformed id is of a process that ended while writing. */
function runs(owner: string): boolean {
  if (!/^[1-9]\d*$/.test(owner)) return false;
  try {
    process.kill(Number(owner), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inUse(state: string, file: string, owner: string): string {
  return (
    `The state folder ${state} is in use by process ${owner}. Stop that process, or choose another folder with --state. ` +
    `If process ${owner} is not cf-auth, delete ${file}.`
  );
}
