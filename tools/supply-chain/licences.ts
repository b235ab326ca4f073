import satisfies from "spdx-satisfies";
import type { InstalledPackage } from "./packages.ts";

/** Licences that let us deploy and publish a package's code under Apache-2.0, if its notice goes along. */
const ALLOWED = [
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "Unlicense",
];

/** Says of each package whose licence isn't allowed which licence it has. */
export function findRefusedLicences(packages: readonly Pick<InstalledPackage, "name" | "license">[]): string[] {
  return packages
    .filter(({ license }) => !isAllowed(license))
    .map(({ name, license }) => `${name}: ${license ?? "no licence"}`);
}

function isAllowed(license: string | undefined): boolean {
  try {
    return license !== undefined && satisfies(license, ALLOWED);
  } catch {
    // No SPDX expression, such as `SEE LICENSE IN file` or `UNLICENSED`.
    return false;
  }
}
