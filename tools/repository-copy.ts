import { execFile } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

/**
 * Copies the files that git would commit, with links to the installed packages; those of the workspace are the copy's own.
 * `packages` are folders of installed packages to copy instead, since a link leads out of the copy.
 */
export async function copyRepository(root: string, copy: string, packages: readonly string[] = []): Promise<void> {
  const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const { stdout } = await promisify(execFile)("git", listed, { cwd: root, maxBuffer: 2 ** 26 });
  const files = stdout.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  for (const file of files) cpSync(join(root, file), join(copy, file));
  for (const folder of new Set(files.map((file) => join(dirname(file), "node_modules")))) {
    if (existsSync(join(root, folder))) linkPackages(join(root, folder), join(copy, folder));
  }
  // Links to ../../engine and so on.
  const workspaces = "node_modules/@cf-auth";
  cpSync(join(root, workspaces), join(copy, workspaces), { recursive: true, verbatimSymlinks: true });
  for (const folder of packages) copyPackage(root, copy, folder);
}

function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((name) => name !== "@cf-auth"))
    symlinkSync(join(from, name), join(to, name));
}

function copyPackage(root: string, copy: string, folder: string): void {
  const [, scope] = /^(.*node_modules\/@[^/]+)\/[^/]+$/.exec(folder) ?? [];
  if (scope !== undefined) splitScope(join(root, scope), join(copy, scope));
  rmSync(join(copy, folder), { recursive: true, force: true });
  cpSync(join(root, folder), join(copy, folder), { recursive: true, verbatimSymlinks: true });
}

/** Replaces the link to a scope's folder by a folder of links, in which one package can be another. */
function splitScope(from: string, to: string): void {
  if (!lstatSync(to).isSymbolicLink()) return;
  rmSync(to);
  linkPackages(from, to);
}
