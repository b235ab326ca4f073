import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Short, because paths of sockets have at most 104 bytes. */
const PREFIX = "cf-auth-test-";
/** A file system in memory on most Linux systems. */
const MEMORY = "/dev/shm";
/** A whole run uses 0.3 GB. */
const REQUIRED_BYTES = 2 * 2 ** 30;

/**
 * Makes a folder for temporary files: in TMPDIR if it is set, else in memory if 2 GB are free there, else in the system's
 * folder. The tests' databases sync every write, which on a disk takes a quarter of the whole run.
 */
export function makeTemporaryFolder(memory = MEMORY, requiredBytes = REQUIRED_BYTES): string {
  const inMemory = process.env.TMPDIR === undefined ? makeFolderIn(memory, requiredBytes) : undefined;
  return inMemory ?? mkdtempSync(join(tmpdir(), PREFIX));
}

function makeFolderIn(parent: string, requiredBytes: number): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(parent);
    if (bavail * bsize < requiredBytes) return undefined;
    const folder = mkdtempSync(join(parent, PREFIX));
    if (canRunPrograms(folder)) return folder;
    rmSync(folder, { recursive: true });
  } catch {
    // The folder doesn't exist or isn't writable.
  }
  return undefined;
}

/** Tests run programs that they have installed; some systems mount the folder in memory without that right. */
function canRunPrograms(folder: string): boolean {
  const program = join(folder, "program");
  writeFileSync(program, "#!/bin/sh\n", { mode: 0o700 });
  const { status } = spawnSync(program);
  rmSync(program);
  return status === 0;
}
