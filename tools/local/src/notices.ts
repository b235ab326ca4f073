import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The one licence whose text stands beside the notices: in LICENSE, because it is this repository's own. */
const OWN_LICENCE = "Apache-2.0";

/** Text of the MIT licence (SPDX), for packages that name it without its text. */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Notices that the licences of a bundle's packages require. `packages` are the folders of the packages. */
export function noticesOf(bundle: string, packages: readonly string[]): string {
  if (packages.length === 0) throw new Error(`No package is named whose code is in ${bundle}.`);
  const notices = packages
    .map((folder) => ({ name: nameOf(folder), terms: termsOf(folder) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, terms }) => `${"-".repeat(80)}\n${name}\n\n${terms}\n`);
  return `${bundle} contains code of these packages.\n\n${notices.join("\n")}`;
}

/**
 * The verbatim licence and notice of a package. Throws if the package has no text of its licence, unless LICENSE is it, or it is
 * MIT, whose text is always the same.
 */
function termsOf(folder: string): string {
  const [licence, notice] = [textIn(folder, /^licen[cs]e(\.|$)/i), textIn(folder, /^notice(\.|$)/i)];
  return [licence ?? reference(folder), notice].filter((text) => text !== undefined).join("\n\n");
}

function textIn(folder: string, name: RegExp): string | undefined {
  const file = readdirSync(folder).find((file) => name.test(file));
  return file === undefined ? undefined : readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
}

function reference(folder: string): string {
  const { license, author, repository } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const copyright = author?.name ?? author ?? (repository?.url && `the authors of ${repository.url}`);
  if (license === "MIT" && copyright !== undefined) return `Copyright (c) ${copyright}\n\n${MIT}`;
  if (license !== OWN_LICENCE) throw new Error(`${nameOf(folder)} has no text of its licence, ${license}.`);
  return `${license}${author === undefined ? "" : `, by ${author.name ?? author}`}. The text is in LICENSE.`;
}

function nameOf(folder: string): string {
  const scope = basename(dirname(folder));
  return scope.startsWith("@") ? `${scope}/${basename(folder)}` : basename(folder);
}
