import { readFileSync } from "node:fs";

/**
 * Server code that the SDK's in-memory tenant parses requests with, where a schema cannot say enough. The SDK imports nothing from
 * the server, and a second implementation would diverge.
 */
const COPIED: Readonly<Record<string, string>> = {
  "domain-name.ts": "shared/domain-name.ts",
  "email.ts": "shared/email.ts",
  "field-names.ts": "shared/inputs/field-names.ts",
};

/** The copies by file name. They import only one another. */
export function emitCopies(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(COPIED).map(([name, path]) => {
      const source = readFileSync(new URL(`../../../server/src/${path}`, import.meta.url), "utf8");
      const banner = `// Copied from server/src/${path} by \`npm run generate\`. Do not edit.\n\n`;
      return [name, banner + source.replace(/(?<= from ")[^"]*\/(?=[^"/]+"$|[^"/]+";)/gm, "./")];
    }),
  );
}
